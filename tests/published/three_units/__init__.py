"""An invented department of three units with everything that the reference lacks."""
