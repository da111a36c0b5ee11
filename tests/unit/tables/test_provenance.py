"""The requests of a refresh in words."""

from engine.tables import provenance

BASE = "/apis/site/v2/sports/basketball/womens-college-basketball"


def test_requests_in_words_and_the_path_where_they_are_unknown():
    asked = [
        {"host": "h", "path": f"{BASE}/scoreboard", "query": "dates=20261124&groups=50"},
        {"host": "h", "path": f"{BASE}/summary", "query": "event=401", "status": 200},
        {"host": "h", "path": f"{BASE}/standings", "query": "group=50"},
        {"host": "h", "path": "/", "query": "operationName=get_championship_ncaa"},
        {"host": "h", "path": "/brackets/basketball-men/d1/2027", "query": ""},
        {"host": "h", "path": "/elsewhere", "query": ""},
        "no request",
    ]
    found = provenance.requests({"requests": asked})
    words = ["Women’s games of 2026-11-24", "Women’s box score of game 401", "Women’s conferences"]
    words += ["The NCAA’s bracket", "The NCAA’s bracket", "/elsewhere"]
    assert found["what"].tolist() == words
    assert found["status"].tolist()[1] == 200


def test_nothing_known_is_an_empty_table():
    assert provenance.requests({}).empty
    assert provenance.complaints({"failures": ["a."], "notes": ["b."]}) == ("a.", "b.")
