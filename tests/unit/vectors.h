/*
 * vectors.h -- the worked vectors of the log format (ledger.md, Appendices A and C), and the few
 * helpers that unit tests of the core share. Include it first: it brings cmocka.
 */
#ifndef UNIT_VECTORS_H
#define UNIT_VECTORS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "encode.h"
#include "err.h"
#include "instant.h"
#include "span.h"

struct vector_entry {
    const char *bytes;
    const char *leaf; /* base64 of the leaf hash */
};

/* Appendix A: bodies that are in no catalogue. */
static const struct vector_entry vector_a[] = {
    {
        "{\"at\":\"2026-11-23T10:00:00.000000Z\",\"key\":\"39f713d0a644253f\",\"n\":0,\"sig\":\"Z"
        "dIHKHYMCjRCYhCUXckrlVN68wRM89mimRPw3wcS4Iom2Ydch9ZCawA6a43DEJ/phzkbiEdjggy53biuQdJRDQ=="
        "\",\"stmt\":{\"body\":{\"protocol\":\"LEN-01\",\"site\":\"001\"},\"chal\":\"AAAAAAAAAAAA"
        "AAAAAAAAAA==\",\"idem\":\"00000000-0000-4000-8000-000000000000\",\"meaning\":\"responsib"
        "ility\",\"origin\":\"rems.example.org/site-001/len-01\",\"seen\":{\"n\":0,\"root\":\"47D"
        "EQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"},\"signer\":\"ph-0007\",\"t\":\"ledger-open"
        "\",\"v\":1},\"v\":1}",
        "pAWx+wHoXHWiWZ+4W/wbwNIFLGMBWsZ0pdVZ2IKyCE4=",
    },
    {
        "{\"at\":\"2026-11-23T10:05:00.000000Z\",\"key\":\"39f713d0a644253f\",\"n\":1,\"sig\":\"0"
        "C4GaAv2cmhp2eIeP/xUuuvmF/dIVcsyezjSzhPcDm7v/UnXGMRIQPbxOPYN7PoV/ZMrqm739LnqY5G0h/t5CA=="
        "\",\"stmt\":{\"body\":{\"collected\":\"2026-11-23\",\"loinc\":\"2118-8\",\"result\":\"ne"
        "g\",\"subject\":\"001-0042\"},\"chal\":\"AQEBAQEBAQEBAQEBAQEBAQ==\",\"idem\":\"00000000-"
        "0000-4000-8000-000000000001\",\"meaning\":\"authorship\",\"origin\":\"rems.example.org/s"
        "ite-001/len-01\",\"seen\":{\"n\":1,\"root\":\"pAWx+wHoXHWiWZ+4W/wbwNIFLGMBWsZ0pdVZ2IKyCE"
        "4=\"},\"signer\":\"ph-0007\",\"t\":\"preg-test\",\"v\":1},\"v\":1}",
        "iAoX23mt6ByaABYcBeZfB+LD7yTFi/dtMtq5zB8A3zY=",
    },
    {
        "{\"at\":\"2026-11-23T10:15:30.123456Z\",\"key\":\"39f713d0a644253f\",\"n\":2,\"sig\":\"L"
        "bMbjqnx4sTH8ght6UgFaecjymqdfAEUylXXhwHk95wSo96geQu2X1lOnTH6npxNHSHvZE8arHM0/NfmFRKRDg=="
        "\",\"stmt\":{\"body\":{\"auth\":\"A1B2C3D4\",\"lot\":\"LOT42A\",\"qty\":21,\"strength_ug"
        "\":10000,\"subject\":\"001-0042\"},\"chal\":\"AgICAgICAgICAgICAgICAg==\",\"idem\":\"0000"
        "0000-0000-4000-8000-000000000002\",\"meaning\":\"dispensed-by\",\"origin\":\"rems.exampl"
        "e.org/site-001/len-01\",\"seen\":{\"n\":2,\"root\":\"WHfRvHjm0Uljc/xQs5R07OKk33WTptM5KmT"
        "8SUM27hw=\"},\"signer\":\"ph-0007\",\"t\":\"dispense\",\"v\":1},\"v\":1}",
        "LYXyQ4hw44zTVVDFSBws2kZAJo6Yo0gSJiJYqC4VM6o=",
    },
};

/* C.5: a log with people. Entries 5 to 7 have example bodies, 7 a type that is none of ours. */
static const struct vector_entry vector_c[] = {
    {
        "{\"at\":\"2026-11-24T08:00:00.000000Z\",\"key\":\"91384c411e5af296\",\"n\":0,\"sig\":\"N"
        "mneHvrWUBXQZ/ip48bvR/ThYges5RliTGAPsUproBxP7bLixideS/o6IeF5/ADXcPlaqqXFnWnnBm65D89mCA=="
        "\",\"stmt\":{\"body\":{\"pop\":\"0OIhkc33OG/Gx6Xez+uVKp8Nr2Sy9Oa9tRT79Bqzd7dej72mU1eNLMd"
        "IcEEOvpLSQSHtMtnZhde76w3lb7YACA==\",\"pub\":\"J4EX/BRMcjQPZ9DyMW6Dhs7/vyskKMnFH+98WX8dQm"
        "4=\",\"site\":\"002\",\"study\":\"len-01\",\"user\":\"admin-01\",\"zone\":\"Etc/UTC\"},"
        "\"chal\":\"awVD4kBAQECQ8wdS2XiAHw==\",\"idem\":\"00000000-0000-4000-8000-000000000100\","
        "\"meaning\":\"responsibility\",\"origin\":\"rems.example.org/site-002/len-01\",\"seen\":"
        "{\"n\":0,\"root\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"},\"signer\":\"admin-0"
        "1\",\"t\":\"ledger-open\",\"v\":1},\"v\":1}",
        "mgwhVnMHjehxk6krSPHUDHSkzEEHQZL1OTWH1ZcA6f8=",
    },
    {
        "{\"at\":\"2026-11-24T08:01:00.000000Z\",\"key\":\"91384c411e5af296\",\"n\":1,\"sig\":\"0"
        "ve8/GTUexZaObPsd/fX1F4pZ1ZVtpDJ0g1aoGrz8o5djD7r6bi0+lawgD2aZ9mxS8j7psPLerFqwh3NHjvHBg=="
        "\",\"stmt\":{\"body\":{\"roles\":[\"pharmacist\"],\"user\":\"ph-0007\"},\"chal\":\"awVEH"
        "kFBQUEyUXkAz+K4nQ==\",\"idem\":\"00000000-0000-4000-8000-000000000101\",\"meaning\":\"re"
        "sponsibility\",\"origin\":\"rems.example.org/site-002/len-01\",\"seen\":{\"n\":1,\"root"
        "\":\"mgwhVnMHjehxk6krSPHUDHSkzEEHQZL1OTWH1ZcA6f8=\"},\"signer\":\"admin-01\",\"t\":\"acc"
        "ount\",\"v\":1},\"v\":1}",
        "QjPequIK4FmbzD/fccDVZFG8KLSaS002Q49ou3gLLPY=",
    },
    {
        "{\"at\":\"2026-11-24T08:05:00.000000Z\",\"key\":\"91384c411e5af296\",\"n\":2,\"sig\":\"G"
        "D0gScf29oiIM8WihFrq7hmrYpGacYRcBJNldUulVhrk5pRlr//JqAaEwCY5c4wyFI9JUcWb13POMfgvJ1BBBg=="
        "\",\"stmt\":{\"body\":{\"pop\":\"kSzHO4tmymCIbd8h6xxYhAhRDrNuhCqAb+wDZjqzZBsaNMGnvOM4M8p"
        "r0cVHbUzXeqGakir1QfZStf7IijvNBw==\",\"pub\":\"PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zg"
        "w=\",\"user\":\"ph-0007\"},\"chal\":\"awVFDkJCQkLjIU+jaQDcUw==\",\"idem\":\"00000000-000"
        "0-4000-8000-000000000102\",\"meaning\":\"responsibility\",\"origin\":\"rems.example.org/"
        "site-002/len-01\",\"seen\":{\"n\":2,\"root\":\"K9AFcn00R9032gjKnHN0o5b5Spp2pDa8aFQNbu+dE"
        "Xo=\"},\"signer\":\"admin-01\",\"t\":\"key-enrol\",\"v\":1},\"v\":1}",
        "3ye3UYH90PtAsF7KfebHHB8PW5IiNoyKZHbMmBnZZ5s=",
    },
    {
        "{\"at\":\"2026-11-24T08:06:00.000000Z\",\"key\":\"91384c411e5af296\",\"n\":3,\"sig\":\"S"
        "Xan0plFIrffrS8E3FA8Nyd5O4V07yobpdlBy3mTsTyhSp51nPeiz3Eri1H/oi0I1rkLG2DarbvMetuwI5pMBg=="
        "\",\"stmt\":{\"body\":{\"roles\":[\"pharmacist\"],\"user\":\"ph-0008\"},\"chal\":\"awVFS"
        "kNDQ0N45t5U88rzQA==\",\"idem\":\"00000000-0000-4000-8000-000000000103\",\"meaning\":\"re"
        "sponsibility\",\"origin\":\"rems.example.org/site-002/len-01\",\"seen\":{\"n\":3,\"root"
        "\":\"aQNTXPWPPdzc2o3jXUVBkCgha6PFiwHPrUdUIy40B2A=\"},\"signer\":\"admin-01\",\"t\":\"acc"
        "ount\",\"v\":1},\"v\":1}",
        "ab1DEl0C1ncsT8ScqZ17xRT9zg30P5fZu0ymQ22DSzs=",
    },
    {
        "{\"at\":\"2026-11-24T08:07:00.000000Z\",\"key\":\"91384c411e5af296\",\"n\":4,\"sig\":\"W"
        "vhsqeIe5mIlyQfkW4RI6fbmaBNvhprKJJIbeZevg4ayI+8ZTKkN8NAGS8wEV72CrMRu4DAayaMBCXQl5JwmBQ=="
        "\",\"stmt\":{\"body\":{\"pop\":\"zApXCCDUSPPSIn331lNZu6tydR2yjTUENtTjOH7bTStRACNg3ELMb4s"
        "mo0Vo3waqleSftat5LhIEgSE4Y7noCg==\",\"pub\":\"7Bcrk61eVjv0kyxw4SRQNMNUZ+8u/U1k6/gZaDRn4r"
        "8=\",\"user\":\"ph-0008\"},\"chal\":\"awVFhkRERETPgedB5HW0Ww==\",\"idem\":\"00000000-000"
        "0-4000-8000-000000000104\",\"meaning\":\"responsibility\",\"origin\":\"rems.example.org/"
        "site-002/len-01\",\"seen\":{\"n\":4,\"root\":\"OpbtMwPezH1mu/g6BQIKPhmDVC93z7lfClKEpSCLc"
        "0M=\"},\"signer\":\"admin-01\",\"t\":\"key-enrol\",\"v\":1},\"v\":1}",
        "nRVimt6uj6R/mQldinjZCRMpe1diXQpSFnXmrzdNKXY=",
    },
    {
        "{\"at\":\"2026-11-24T09:00:00.000000Z\",\"dec\":{\"dev\":[],\"edition\":\"2008-01\",\"fa"
        "il\":[\"PT-14\",\"AUT-3\"],\"out\":\"refused\",\"over\":[\"AUT-3\"],\"program\":\"revass"
        "ist-trial\",\"rules\":\"hrB/DPCNl85m/g1HErBPfTA15b7nyYTOLwih140RdME=\"},\"key\":\"39f713"
        "d0a644253f\",\"n\":5,\"sig\":\"PugfwZOEWVBncQovyhLh1FnHZrf86QhMobZYYlAiPEk/q++RamH2c/ino"
        "0gml8A/SB2ABrA3yUGJv3tG5lwRBg==\",\"stmt\":{\"body\":{\"lot\":\"LOT42A\",\"qty\":21,\"su"
        "bject\":\"002-0001\"},\"chal\":\"awVR8kVFRUWxwCVfc5qE9A==\",\"idem\":\"00000000-0000-400"
        "0-8000-000000000105\",\"meaning\":\"dispensed-by\",\"origin\":\"rems.example.org/site-00"
        "2/len-01\",\"seen\":{\"n\":5,\"root\":\"Xxq9EuN33p6hTUBH88n+Eb8wyUtW2brO09ft8xN9JqE=\"},"
        "\"signer\":\"ph-0007\",\"t\":\"dispense\",\"v\":1},\"v\":1}",
        "gj/n3KFMndPTtvChZ7ZDnQ8fU/H698D14+ihjYVd4JY=",
    },
    {
        "{\"at\":\"2026-11-24T09:30:00.000000Z\",\"dec\":{\"dev\":[\"COU-4\"],\"edition\":\"2008-"
        "01\",\"fail\":[],\"out\":\"accepted\",\"over\":[],\"program\":\"revassist-trial\",\"rule"
        "s\":\"hrB/DPCNl85m/g1HErBPfTA15b7nyYTOLwih140RdME=\"},\"host\":\"bff7c7cc221b28cf\",\"ke"
        "y\":\"39f713d0a644253f\",\"n\":6,\"sig\":\"YodoKS2e+OKSb72PhLJNkMjQnJ4wFQx7gag/StkK8awSW"
        "mS8zSpFi64haUbgtHcIaZKEErRx0OLKrMJ/MWHbBw==\",\"stmt\":{\"body\":{\"lot\":\"LOT42A\",\"q"
        "ty\":21,\"subject\":\"002-0001\"},\"chal\":\"awVY+kZGRkZT+xN5K0tcWw==\",\"idem\":\"00000"
        "000-0000-4000-8000-000000000106\",\"meaning\":\"dispensed-by\",\"origin\":\"rems.example"
        ".org/site-002/len-01\",\"seen\":{\"n\":6,\"root\":\"B1a85ximtNvUlNTIHG6tK0x+975YgcP+1Omg"
        "H1APkY4=\"},\"signer\":\"ph-0007\",\"t\":\"dispense\",\"v\":1},\"v\":1}",
        "/cAPVUVkf7pcOCinn1viWpSvhpfkxc53kYhOvcAjXaY=",
    },
    {
        "{\"at\":\"2026-11-24T09:31:00.000000Z\",\"dec\":{\"dev\":[],\"edition\":\"2008-01\",\"fa"
        "il\":[],\"out\":\"accepted\",\"over\":[],\"program\":\"revassist-trial\",\"rules\":\"hrB"
        "/DPCNl85m/g1HErBPfTA15b7nyYTOLwih140RdME=\"},\"host\":\"bff7c7cc221b28cf\",\"key\":\"5f9"
        "b247e2a654719\",\"n\":7,\"sig\":\"JE1sVPCodPeE6ULJcdOcEhb46DZXzW4xcIAJu67Vn+JgHq7Fz8681c"
        "l47n4hb/G/5tzjwzEwzk2iotk5NOavCg==\",\"stmt\":{\"body\":{\"as\":\"second-count\",\"of\":"
        "6},\"chal\":\"awVZNkdHR0cKeSLzX3MnKw==\",\"idem\":\"00000000-0000-4000-8000-000000000107"
        "\",\"meaning\":\"verified-by\",\"origin\":\"rems.example.org/site-002/len-01\",\"seen\":"
        "{\"n\":7,\"root\":\"psERz3VCBs0BbR98h1KzQxlak3wzCG+y5jjnC1smZJQ=\"},\"signer\":\"ph-0008"
        "\",\"t\":\"confirm\",\"v\":1},\"v\":1}",
        "S5JFVQ1Fjb7aoXZ4cbEi0xCGtuQcN3ZeZjDDHEG9KWA=",
    },
};

/* C.3: what is hashed for the idempotency key of vector_a[2], and its SHA-256. */
static const char vector_fingerprint_text[] =
    "{\"body\":{\"auth\":\"A1B2C3D4\",\"lot\":\"LOT42A\",\"qty\":21,\"strength_ug\":10000,\"s"
    "ubject\":\"001-0042\"},\"idem\":\"00000000-0000-4000-8000-000000000002\",\"meaning\":\"d"
    "ispensed-by\",\"origin\":\"rems.example.org/site-001/len-01\",\"signer\":\"ph-0007\",\"t"
    "\":\"dispense\",\"v\":1}";
static const char vector_fingerprint[] =
    "af4026829049771642c67fbe429c16c1e4d5f5e1ab2b313cdfd90804bb4b487e";

/* Roots of vector_a at sizes 1 to 3. */
static const char *const vector_a_root[] = {
    "pAWx+wHoXHWiWZ+4W/wbwNIFLGMBWsZ0pdVZ2IKyCE4=",
    "WHfRvHjm0Uljc/xQs5R07OKk33WTptM5KmT8SUM27hw=",
    "9+D5EjGhPZvmLVbePHy+SuArgNlGM96FjhT6oxuFtu8=",
};

/* Roots of vector_c at sizes 5 and 8. */
static const char vector_c_root5[] = "Xxq9EuN33p6hTUBH88n+Eb8wyUtW2brO09ft8xN9JqE=";
static const char vector_c_root8[] = "vySRglg1gp8pt10Fn81BsJnsK5UOKssK8hguJxylMN4=";

/* Public keys of the signers. */
static const char vector_pub_ph_0007[] = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
static const char vector_pub_ph_0008[] = "7Bcrk61eVjv0kyxw4SRQNMNUZ+8u/U1k6/gZaDRn4r8=";
static const char vector_pub_admin_01[] = "J4EX/BRMcjQPZ9DyMW6Dhs7/vyskKMnFH+98WX8dQm4=";

/* Eastern time of 2008, with its two changes. */
static const struct zone vector_zone = {
    .name = "America/New_York",
    .count = 3,
    .change = {{INT64_MIN, -18000}, {1205046000, -14400}, {1225605600, -18000}},
};

static inline void
assert_span(struct span got, const char *want)
{
    char text[8192];

    assert_true(got.len < sizeof(text));
    snprintf(text, sizeof(text), "%.*s", (int)got.len, got.len == 0 ? "" : got.p);
    assert_string_equal(text, want);
}

/* A failure as it must be: code, field, and a text for people, with its hint. */
static inline void
assert_failed(enum err_code got, const struct err *err, enum err_code want, const char *field)
{
    if (got != want || strcmp(err->field, field) != 0)
        print_error("got %s at \"%s\": %s\n", err_slug(got), err->field, err->detail);
    assert_string_equal(err_slug(got), err_slug(want));
    assert_int_equal(err->code, want);
    assert_string_equal(err->field, field);
    assert_string_not_equal(err->detail, "");
    assert_string_not_equal(err->hint, "");
}

/* `text` with the first `from` replaced by `to`; it must be there. */
static inline struct span
replaced(const char *text, const char *from, const char *to, char *storage, size_t size)
{
    const char *at = strstr(text, from);

    if (at == NULL)
        print_error("\"%s\" is not in %s\n", from, text);
    assert_non_null(at);
    assert_true(strlen(text) + strlen(to) < size);
    snprintf(storage, size, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return span_of(storage);
}

#endif
