size_t lu_needs_stddef(void);
