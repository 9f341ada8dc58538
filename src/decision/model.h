/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what a DMN model is once it was read. Everything lives in the arena of the
 * model and never changes afterwards, so that threads may share it.
 */
#ifndef DECISION_MODEL_H
#define DECISION_MODEL_H

#include "function.h"
#include "lutetia/base/hash.h"
#include "lutetia/decision.h"
#include "xml.h"

/** Longest chain of requirements, imports or types that is followed. */
#define MODEL_MAX_CHAIN 400u
/** Most nodes of the requirements graph that one file may hold. */
#define MODEL_MAX_NODES 10000u

struct boxed;
struct model_node;
struct model_unit;

/** What a node of the requirements graph is. */
typedef enum node_kind { NODE_INPUT, NODE_DECISION, NODE_KNOWLEDGE, NODE_SERVICE } node_kind;

/** A name in the scope of a node: one node, or an import with those of its nodes that are required.
 */
typedef struct model_slot {
  const char *name;
  const struct model_node *node; /**< NULL for an import */
  size_t member_count;
  const struct model_node *const *members; /**< of an import */
} model_slot;

/** Input data, decision, business knowledge model or decision service. */
typedef struct model_node {
  node_kind kind;
  const struct model_unit *unit;
  size_t index;        /**< in model->nodes */
  size_t input_number; /**< inputs: which one among all inputs of all units */
  const char *id, *name, *description;
  const char *variable;  /**< name of its value in FEEL */
  const char *type_text; /**< typeRef as written, "Any" if none */
  const feel_type *type; /**< NULL: Any. Knowledge: type of the result */
  int line;
  const xmlNode *xml; /**< only while the model is read */
  size_t requirement_count;
  const struct model_node *const *requirements;
  size_t slot_count;
  const model_slot *slots;   /**< its scope */
  const struct boxed *logic; /**< NULL: none */
  const char *fault;         /**< lenient reading: why it cannot be evaluated; else NULL */
  size_t parameter_count;    /**< knowledge, services */
  const char *const *parameters;
  const feel_type *const *parameter_types;
  size_t output_count; /**< services */
  const struct model_node *const *outputs;
  const struct model_node *const *service_inputs; /**< services: one per parameter */
  const char *foreign;    /**< knowledge of another kind than FEEL ("Java"); else NULL */
  size_t candidate_count; /**< inputs: all values that its type allows; 0 if not enumerable */
  const lu_value *const *candidates;
  const lu_value *open; /**< inputs: the unknown value of one that is not given */
  uint64_t *depends;    /**< bit set of input numbers that the value can depend on */
  bool depends_known;
} model_node;

/** An import of a unit. */
typedef struct model_import {
  const char *prefix, *namespace;
  const struct model_unit *unit; /**< NULL if it is not a DMN model */
} model_import;

/** An item definition. */
typedef struct model_type {
  const char *name;
  const xmlNode *xml;
  feel_type *type;
  enum { TYPE_NEW, TYPE_OPEN, TYPE_DONE } state;
} model_type;

/** One DMN file. */
typedef struct model_unit {
  const char *name, *namespace, *description;
  const char *file; /**< as shown in messages */
  xmlDoc *document; /**< only while the model is read */
  size_t import_count;
  model_import *imports;
  size_t type_count;
  model_type *types;
  size_t node_count, node_capacity;
  model_node **nodes; /**< in document order */
  feel_names names;   /**< outermost names: components of its types; and its types */
} model_unit;

struct lu_model {
  lu_arena *arena;
  lu_context *context;     /**< only while the model is read */
  const char *path;        /**< NULL if read from memory */
  char hash[LU_HASH_SIZE]; /**< of the file; "" if read from memory */
  bool lenient;
  size_t unit_count, unit_capacity;
  model_unit **units; /**< the first is the model itself */
  size_t node_count, node_capacity;
  model_node **nodes; /**< of all units */
  size_t own_input_count, own_decision_count;
  model_node **own_inputs, **own_decisions;
  size_t total_inputs; /**< inputs of all units */
};

/** Appends a pointer to an array in the arena that grows by doubling. @return false when memory is
 * short */
bool model_push(lu_arena *arena, void ***array, size_t *count, size_t *capacity, void *item);

/* model_import.c: finds and reads the units. */
lu_status model_read_units(lu_model *model, const char *xml, size_t length, const char *name,
                           lu_error *error);

/* model_types.c: item definitions and typeRefs. */
lu_status model_read_types(lu_model *model, lu_error *error);
/** Resolves a typeRef. NULL or "" gives NULL (Any). */
lu_status model_resolve_type(const feel_type **out, lu_model *model, const model_unit *unit,
                             const char *name, int line, lu_error *error);
/** Fills in candidates of inputs whose type allows finitely many values, and open values. */
lu_status model_read_candidates(lu_model *model, lu_error *error);
/** Values of a list of literals such as `"A", "B"`. @return count; 0 if it is anything else */
size_t model_literals(const lu_value *const **out, lu_model *model, const char *text);

/* model_graph.c: requirements, scopes, cycles, dependencies. */
lu_status model_read_graph(lu_model *model, lu_error *error);
void model_find_dependencies(lu_model *model);

/* model_logic.c: expressions of all nodes. */
lu_status model_read_logic(lu_model *model, lu_error *error);

#endif
