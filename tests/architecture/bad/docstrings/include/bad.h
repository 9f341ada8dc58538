/** Documented as it should be. */
LU_API int lu_documented(void);
LU_API int lu_bare(void);
/* A remark is no docstring, for tools do not see it. */
LU_API int lu_remarked(void);
/** A docstring that an empty line separates. */

LU_API int lu_separated(void);
/** Short */
LU_API int lu_terse(void);
