"""What the commands, the API and the pages all call."""
