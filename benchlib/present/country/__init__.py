"""The report of one country: its cluster organisations as those who steer cluster policy need to see them."""
