const int max_octreotide_dose = 1;
const char *const label = "Everolimus";
/* half-life of 177Lu */
/* half-life of Lu-177 */
/* activity_lu177 */
/* Y90 spheres */
/* lutetium */
/* 99mTc */
