"""The finance department's board, dates, reminders and joint publication."""
