"""`make bench`: what the portal takes, side by side with what it is measured against."""
