int lu_keyword(int class);
