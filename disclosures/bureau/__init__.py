"""What a finance department (财政部门) does for all departments of its region."""
