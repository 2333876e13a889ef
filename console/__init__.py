"""What a person at a terminal sees: reports, progress, trails. Called by the front door alone; decides nothing."""
