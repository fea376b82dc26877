"""People in danger in, places for them out: who goes to which evacuation site. Knows no store, no sheet and no screen."""
