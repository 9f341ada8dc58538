int inner_factor(void);
