"""财政部门工作台: the pages on which a finance department oversees its region."""
