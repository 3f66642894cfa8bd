/* The tables as C sees them: vocabularies, statement types, fields, gates. */
#include "vectors.h"

#include "catalogue.h"
#include "gates.h"
#include "limit.h"

#define TEXT(s) ((struct span){(s), sizeof(s) - 1})

static void
words_are_found_by_name_and_index(void **state)
{
    (void)state;
    assert_int_equal(vocab_size(VOCAB_none), 0);
    assert_int_equal(vocab_find(VOCAB_none, TEXT("none")), -1);
    for (enum vocab_id vocab = VOCAB_none + 1; vocab < VOCAB_COUNT; vocab++) {
        assert_string_not_equal(vocab_name(vocab), "");
        assert_in_range(vocab_size(vocab), 2, 32);
        for (size_t i = 0; i < vocab_size(vocab); i++)
            assert_int_equal(vocab_find(vocab, span_of(vocab_word(vocab, (int)i))), (int)i);
        assert_int_equal(vocab_find(vocab, TEXT("no-such-word")), -1);
    }
    assert_string_equal(vocab_word(VOCAB_result, RESULT_NEGATIVE), "negative");
    assert_string_equal(vocab_name(VOCAB_result), "result");
    assert_int_equal(vocab_find(VOCAB_role, TEXT("prescriber")), ROLE_PRESCRIBER);
}

static void
types_are_found_by_name(void **state)
{
    size_t fields = 0;

    (void)state;
    for (enum statement_type type = 0; type < STATEMENT_COUNT; type++) {
        const struct statement_spec *spec = catalogue_type(type);

        assert_int_equal(spec->type, type);
        assert_int_equal(catalogue_find(span_of(spec->name)), type);
        assert_string_not_equal(spec->says, "");
        assert_int_not_equal(spec->signers, 0);
        assert_in_range(spec->field_count, 1, LIMIT_STATEMENT_FIELDS);
        fields += spec->field_count;
    }
    assert_int_equal(fields, FIELD_COUNT);
    assert_int_equal(catalogue_find(TEXT("preg-test")), STATEMENT_COUNT);
    assert_int_equal(catalogue_type(STATEMENT_ledger_open)->signers, ROLE_SELF);
    assert_int_equal(catalogue_type(STATEMENT_dispense)->signers, ROLE_BIT(ROLE_PHARMACIST));
    assert_int_equal(catalogue_type(STATEMENT_dispense)->meaning, MEANING_DISPENSED_BY);
    assert_int_equal(catalogue_type(STATEMENT_registration)->signers,
                     ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_ADMINISTRATOR));
}

static void
fields_are_found_by_name_and_place(void **state)
{
    (void)state;
    for (enum field_id id = 0; id < FIELD_COUNT; id++) {
        const struct field *f = catalogue_field(id);
        const struct statement_spec *spec = catalogue_type(f->type);

        assert_int_equal(f->id, id);
        assert_ptr_equal(&spec->fields[field_index(id)], f);
        assert_ptr_equal(catalogue_field_named(f->type, span_of(f->name)), f);
        assert_string_not_equal(f->label, "");
        assert_true(f->min <= f->max);
        assert_int_equal(f->words != VOCAB_none, f->kind == KIND_WORD || f->kind == KIND_WORDS);
        /* A companion's name must not be the name of a field. */
        assert_true(strlen(f->name) <= LIMIT_FIELD_NAME);
        assert_false(strlen(f->name) > 4 && strcmp(f->name + strlen(f->name) - 4, "_off") == 0);
    }
    assert_int_equal(field_index(FIELD_dispense_subject), 0);
    assert_int_equal(field_index(FIELD_dispense_capsules), 3);
    assert_null(catalogue_field_named(STATEMENT_dispense, TEXT("qty")));
    assert_null(catalogue_field_named(STATEMENT_dispense, TEXT("zone")));
}

static void
gates_are_found_by_id(void **state)
{
    (void)state;
    for (enum gate gate = 0; gate < GATE_COUNT; gate++) {
        assert_int_equal(gate_find(span_of(gate_spec(gate)->id)), gate);
        assert_string_not_equal(gate_spec(gate)->slug, "");
        assert_string_not_equal(gate_spec(gate)->says, "");
        assert_string_not_equal(gate_spec(gate)->hint, "");
        assert_int_not_equal(gate_spec(gate)->who, 0);
    }
    assert_int_equal(gate_find(TEXT("PT-99")), GATE_COUNT);
    assert_string_equal(gate_spec(GATE_AUT_1T)->id, "AUT-1t");
    assert_int_equal(gate_spec(GATE_SUP_1)->who, ROLE_BIT(ROLE_PHARMACIST));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_by_name_and_index),
        cmocka_unit_test(types_are_found_by_name),
        cmocka_unit_test(fields_are_found_by_name_and_place),
        cmocka_unit_test(gates_are_found_by_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
