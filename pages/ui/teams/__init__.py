"""What describes teams, one or several: parts of the Compare and the Team page."""
