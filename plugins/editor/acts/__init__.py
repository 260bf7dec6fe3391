"""A newsroom's acts on published items: mend, hold, withdraw, schedule, alert."""
