"""Pasted rivals: every good line is read, every bad one named."""

import numpy as np
import pytest

from engine import store
from engine.bracket.pick_code import encode
from engine.errors import UnknownTeam
from engine.pools.public import sample_shares
from engine.pools.rivals import read_rivals
from engine.run.pools import drawn_with, load_public


@pytest.fixture(scope="module")
def pasted():
    """(board, choice[P, 20], codes) of 20 public brackets."""
    public = load_public("men", 2026)
    choice = sample_shares(public.board, public.share, 20, np.random.default_rng(2))
    prob = store.load_default("men", 2026)[1]
    field = public.board.field
    codes = [encode(public.board.picks(row, prob), field) for row in choice.T]
    return public.board, choice, codes


def _team(name: str) -> int:
    table = store.load_teams("men", 2026)
    return int(table.team_id[table.row(name)])


def test_codes_links_and_names(pasted):
    board, choice, codes = pasted
    text = f"{codes[0]}\nAnn Lee, {codes[1]}\n\nhttps://example.org/?league=men&picks={codes[2]}\n"
    rivals = read_rivals(text, board, _team)
    assert rivals.name == ("Rival 1", "Ann Lee", "Rival 4") and not rivals.faults
    assert (rivals.choice == choice[:, :3]).all()


def test_bad_lines_are_named_and_the_others_kept(pasted):
    board, _, codes = pasted
    broken = codes[1][:-1] + ("A" if codes[1][-1] != "A" else "B")
    rivals = read_rivals("\n".join([codes[0], "no code", broken, codes[2]]), board, _team)
    assert len(rivals.name) == 2 and len(rivals.faults) == 2
    assert "Line 2" in rivals.faults[0] and "mistyped" in rivals.faults[1]


def test_a_bracket_of_another_season(pasted):
    _, _, codes = pasted
    other = load_public("men", 2025).board
    rivals = read_rivals(codes[0], other, _team)
    assert not rivals.name and "men's 2026 tournament" in rivals.faults[0]


def test_a_csv_with_a_bracket_a_column(pasted):
    board, choice, _ = pasted
    field, table = board.field, store.load_teams("men", 2026)
    first = {int(board.contestant[e]): e for e in reversed(range(len(field.seed)))}
    rows = ["slot,Ann,Bob"]
    for p, s in enumerate(board.slot):
        ann = table.name[table.row(int(field.team_id[first[int(choice[p, 0])]]))]
        bob = field.team_id[first[int(choice[p, 1])]] if p else "Nowhere State"
        rows.append(f"{field.slot[s]},{ann},{bob}")
    rivals = read_rivals("\n".join(rows), board, _team)
    assert rivals.name == ("Ann",) and (rivals.choice[:, 0] == choice[:, 0]).all()
    assert "Bob" in rivals.faults[0] and "Nowhere State" in rivals.faults[0]
    with pytest.raises(UnknownTeam):
        _team("Nowhere State")


def test_a_champion_and_a_final_four_are_enough(pasted):
    board, _, _ = pasted
    table = "slot,Ann,Bob,Eve\nR6CH,Duke,Michigan,Duke\nR4W1,Duke,,Siena\nR4X1,Houston,,"
    rivals = read_rivals(table, board, _team, lambda picks: drawn_with("men", 2026, picks))
    assert rivals.name == ("Ann", "Bob") and "Column 4" in rivals.faults[0]
    ids = board.field.team_id.tolist()
    duke, michigan, houston = (
        int(board.contestant[ids.index(_team(name))]) for name in ("Duke", "Michigan", "Houston")
    )
    assert (rivals.choice[board.path[duke], 0] == duke).all()
    assert (rivals.choice[board.path[houston, :4], 0] == houston).all()
    assert (rivals.choice[board.path[michigan], 1] == michigan).all()
    strong, weak = board.sides(rivals.choice)
    assert ((rivals.choice == strong) | (rivals.choice == weak)).all()
