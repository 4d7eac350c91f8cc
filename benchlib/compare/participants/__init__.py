"""A participant among the others of its cluster and of its technology area, with nothing told of any single one."""
