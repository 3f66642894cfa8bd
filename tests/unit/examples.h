/*
 * examples.h -- bodies of every statement type, as people type them and as they are signed.
 * Together they use every field of the catalogue.
 */
#ifndef UNIT_EXAMPLES_H
#define UNIT_EXAMPLES_H

#include "canon.h"
#include "catalogue.h"
#include "vectors.h"

#define PUB "J4EX/BRMcjQPZ9DyMW6Dhs7/vyskKMnFH+98WX8dQm4="
#define POP \
    "0OIhkc33OG/Gx6Xez+uVKp8Nr2Sy9Oa9tRT79Bqzd7dej72mU1eNLMdIcEEOvpLSQSHtMtnZhde76w3lb7YACA=="

struct example {
    const char *type;
    const char *typed;
    const char *body;
};

static const struct example examples[] = {
    {"ledger-open",
     "site=site-001\nstudy=len-01\nzone=America/New_York\nuser=admin-01\npub=" PUB "\npop=" POP
     "\nrecovery=" PUB "\ntraining=yes",
     "{\"pop\":\"" POP "\",\"pub\":\"" PUB "\",\"recovery\":[\"" PUB "\"],\"site\":\"site-001\","
     "\"study\":\"len-01\",\"training\":true,\"user\":\"admin-01\",\"zone\":\"America/New_York\"}"},
    {"account", "user=ph-0007\nroles=prescriber, auditor",
     "{\"roles\":[\"auditor\",\"prescriber\"],\"user\":\"ph-0007\"}"},
    {"account", "user=ph-0007\nroles=none", "{\"roles\":[],\"user\":\"ph-0007\"}"},
    {"key-enrol", "user=ph-0007\npub=" PUB "\npop=" POP,
     "{\"pop\":\"" POP "\",\"pub\":\"" PUB "\",\"user\":\"ph-0007\"}"},
    {"key-revoke", "user=ph-0007\nkey=39f713d0a644253f\nreason=said \"lost\" \\ stolen",
     "{\"key\":\"39f713d0a644253f\",\"reason\":\"said \\\"lost\\\" \\\\ stolen\",\"user\":\"ph-0007\"}"},
    {"ledger-open",
     "site=site-001\nstudy=len-01\nzone=Etc/UTC\nuser=admin-01\npub=" PUB "\npop=" POP
     "\nrecovery=none",
     "{\"pop\":\"" POP "\",\"pub\":\"" PUB "\",\"recovery\":[],\"site\":\"site-001\","
     "\"study\":\"len-01\",\"user\":\"admin-01\",\"zone\":\"Etc/UTC\"}"},
    {"ledger-open",
     "site=site-001\nstudy=len-01\nzone=Etc/UTC\nuser=admin-01\npub=" PUB "\npop=" POP
     "\nrecovery=\ntraining=",
     "{\"pop\":\"" POP "\",\"pub\":\"" PUB "\",\"recovery\":[],\"site\":\"site-001\","
     "\"study\":\"len-01\",\"user\":\"admin-01\",\"zone\":\"Etc/UTC\"}"},
    {"site", "program=revassist-trial\npharmacy=PH-1\nname=Klinik am See, Z\xc3\xbcrich",
     "{\"name\":\"Klinik am See, Z\xc3\xbcrich\",\"pharmacy\":\"PH-1\",\"program\":\"revassist-trial\"}"},
    {"product", "product=LEN5\nname=lenalidomide 5 mg\nstrength_ug=5mg\nndc=59572-405-28",
     "{\"name\":\"lenalidomide 5 mg\",\"ndc\":\"59572-405-28\",\"product\":\"LEN5\","
     "\"strength_ug\":5000}"},
    {"lot", "lot=L1\nproduct=LEN5\nexpiry=06/2009",
     "{\"expiry\":\"2009-06\",\"lot\":\"L1\",\"product\":\"LEN5\"}"},
    {"lot", "lot=L1\nproduct=LEN5\nexpiry=2009-06",
     "{\"expiry\":\"2009-06\",\"lot\":\"L1\",\"product\":\"LEN5\"}"},
    {"lot", "lot=L1\nproduct=LEN5\nexpiry=2009-06-15",
     "{\"expiry\":\"2009-06-15\",\"lot\":\"L1\",\"product\":\"LEN5\"}"},
    {"registration",
     "kind=pharmacy\nname=PH-1\nfrom=2008-01-01\nuntil=2009-12-31\nstanding=suspended",
     "{\"from\":\"2008-01-01\",\"kind\":\"pharmacy\",\"name\":\"PH-1\",\"standing\":\"suspended\","
     "\"until\":\"2009-12-31\"}"},
    {"enrol",
     "subject=F-001\nsex=female\nborn=1970-04-02\nbasis=hysterectomy\nsince=2001-05-06\n"
     "document=letter of 2001",
     "{\"basis\":\"hysterectomy\",\"born\":\"1970-04-02\",\"document\":\"letter of 2001\","
     "\"sex\":\"female\",\"since\":\"2001-05-06\",\"subject\":\"F-001\"}"},
    {"category", "subject=F-001\nbasis=none\nsince=2008-03-04\ndocument=chart",
     "{\"basis\":\"none\",\"document\":\"chart\",\"since\":\"2008-03-04\",\"subject\":\"F-001\"}"},
    {"agreement", "subject=F-001\ncategory=AFRP",
     "{\"category\":\"AFRP\",\"signed\":\"2008-03-04T14:30:00.000000Z\",\"signed_off\":-300,"
     "\"subject\":\"F-001\"}"},
    {"consent", "subject=F-001\nstate=given\nversion=v2.1\nsigned=2008-07-04T09:30:00-04:00",
     "{\"signed\":\"2008-07-04T13:30:00.000000Z\",\"signed_off\":-240,\"state\":\"given\","
     "\"subject\":\"F-001\",\"version\":\"v2.1\"}"},
    {"contraception", "subject=F-001\nmethods= condom ,iud\nsince=2008-01-01",
     "{\"methods\":[\"iud\",\"condom\"],\"since\":\"2008-01-01\",\"subject\":\"F-001\"}"},
    {"contraception", "subject=F-001\nmethods=\nsince=2008-01-01",
     "{\"methods\":[],\"since\":\"2008-01-01\",\"subject\":\"F-001\"}"},
    {"menses", "subject=F-001\npattern=none", "{\"pattern\":\"none\",\"subject\":\"F-001\"}"},
    {"test",
     "subject=F-001\naccession=A-1\ncollected=2008-03-04T09:00\nspecimen=serum\nsetting=laboratory\n"
     "sensitivity=25\nresult=negative\nresulted=2008-03-04T09:20:00.5-05:00",
     "{\"accession\":\"A-1\",\"collected\":\"2008-03-04T14:00:00.000000Z\",\"collected_off\":-300,"
     "\"result\":\"negative\",\"resulted\":\"2008-03-04T14:20:00.500000Z\",\"resulted_off\":-300,"
     "\"sensitivity\":25,\"setting\":\"laboratory\",\"specimen\":\"serum\",\"subject\":\"F-001\"}"},
    {"test", "subject=F-001\naccession=A-1\ncollected=2008-03-04\nspecimen=urine\nresult=pending",
     "{\"accession\":\"A-1\",\"collected\":\"2008-03-04\",\"result\":\"pending\","
     "\"specimen\":\"urine\",\"subject\":\"F-001\"}"},
    {"test", "subject=F-001\naccession=A-1\ncollected=\nspecimen=urine\nresult=pending\nsetting=",
     "{\"accession\":\"A-1\",\"collected\":\"2008-03-04T14:30:00.000000Z\",\"collected_off\":-300,"
     "\"result\":\"pending\",\"specimen\":\"urine\",\"subject\":\"F-001\"}"},
    {"test-result", "subject=F-001\ntest=17\nresult=positive",
     "{\"result\":\"positive\",\"resulted\":\"2008-03-04T14:30:00.000000Z\",\"resulted_off\":-300,"
     "\"subject\":\"F-001\",\"test\":17}"},
    {"test-verify", "subject=F-001\ntest=0\nas=pharmacist",
     "{\"as\":\"pharmacist\",\"subject\":\"F-001\",\"test\":0}"},
    {"counsel", "subject=F-001\nheld=2008-03-04T09:30:00\nitems=dose,side-effects",
     "{\"held\":\"2008-03-04T14:30:00.000000Z\",\"held_off\":-300,"
     "\"items\":[\"side-effects\",\"dose\"],\"subject\":\"F-001\"}"},
    {"prescribe",
     "subject=F-001\nprescription=RX-1\ncategory=AFRP\ndose_ug=2.5mg\nevery_days=1\n"
     "strength_ug=2500ug\ncapsules=28\nrefills=0\nchannel=written\n"
     "written=2008-03-03T17:00",
     "{\"capsules\":28,\"category\":\"AFRP\",\"channel\":\"written\",\"dose_ug\":2500,"
     "\"every_days\":1,\"prescription\":\"RX-1\",\"refills\":0,\"strength_ug\":2500,"
     "\"subject\":\"F-001\",\"written\":\"2008-03-03T22:00:00.000000Z\",\"written_off\":-300}"},
    {"receive", "lot=L1\ncapsules=100\nshipment=S/2008-1\nsupplier=the sponsor\ncondition=in-range",
     "{\"capsules\":100,\"condition\":\"in-range\",\"lot\":\"L1\",\"shipment\":\"S/2008-1\","
     "\"supplier\":\"the sponsor\"}"},
    {"dispense", "subject=F-001\nprescription=RX-1\nlot=L1\ncapsules=28\nsheet=no",
     "{\"capsules\":28,\"lot\":\"L1\",\"prescription\":\"RX-1\",\"sheet\":false,"
     "\"subject\":\"F-001\"}"},
    {"first-dose", "subject=F-001",
     "{\"subject\":\"F-001\",\"taken\":\"2008-03-04T14:30:00.000000Z\",\"taken_off\":-300}"},
    {"return", "subject=F-001\nlot=L1\ncapsules=0\nleft=3\ncounted=2008-03-04T09:30",
     "{\"capsules\":0,\"counted\":\"2008-03-04T14:30:00.000000Z\",\"counted_off\":-300,\"left\":3,"
     "\"lot\":\"L1\",\"subject\":\"F-001\"}"},
    {"missed-period", "subject=F-001",
     "{\"noticed\":\"2008-03-04T14:30:00.000000Z\",\"noticed_off\":-300,\"subject\":\"F-001\"}"},
    {"bleeding", "subject=F-001",
     "{\"noticed\":\"2008-03-04T14:30:00.000000Z\",\"noticed_off\":-300,\"subject\":\"F-001\"}"},
    {"evaluation", "subject=F-001\nnote=at the gynaecologist",
     "{\"note\":\"at the gynaecologist\",\"subject\":\"F-001\"}"},
    {"evaluation-close", "subject=F-001\nfinding=false-positive\nnotice=N-1\nnote=two negatives",
     "{\"finding\":\"false-positive\",\"note\":\"two negatives\",\"notice\":\"N-1\","
     "\"subject\":\"F-001\"}"},
    {"interrupt", "subject=F-001\nfrom=2008-03-04\nreason=neutropenia",
     "{\"from\":\"2008-03-04\",\"reason\":\"neutropenia\",\"subject\":\"F-001\"}"},
    {"restart", "subject=F-001\nfrom=2008-02-29",
     "{\"from\":\"2008-02-29\",\"subject\":\"F-001\"}"},
    {"hold", "subject=F-001\nreason=rash", "{\"reason\":\"rash\",\"subject\":\"F-001\"}"},
    {"release", "subject=F-001\nreason=gone", "{\"reason\":\"gone\",\"subject\":\"F-001\"}"},
    {"discontinue", "subject=F-001\non=2008-03-04\nreason=moved away",
     "{\"on\":\"2008-03-04\",\"reason\":\"moved away\",\"subject\":\"F-001\"}"},
    {"amend", "of=12\nfield=capsules\nold=28\nnew=-21\nreason=counted again",
     "{\"field\":\"capsules\",\"new\":-21,\"of\":12,\"old\":28,\"reason\":\"counted again\"}"},
    {"amend", "of=12\nfield=lot\nold=\nnew=\"28\"\nreason=x",
     "{\"field\":\"lot\",\"new\":\"28\",\"of\":12,\"old\":\"\",\"reason\":\"x\"}"},
    {"amend", "of=12\nfield=sheet\nold=true\nnew=a \"b\"\nreason=x",
     "{\"field\":\"sheet\",\"new\":\"a \\\"b\\\"\",\"of\":12,\"old\":true,\"reason\":\"x\"}"},
};
#define EXAMPLES (sizeof(examples) / sizeof(examples[0]))

/* The first example of a type. */
static inline const struct example *
example_of(enum statement_type type)
{
    for (size_t i = 0; i < EXAMPLES; i++) {
        if (strcmp(examples[i].type, catalogue_type(type)->name) == 0)
            return &examples[i];
    }
    fail_msg("no example of %s", catalogue_type(type)->name);
    return NULL;
}

/* The example's body with one member's raw JSON replaced, or left out where raw is NULL. */
static inline struct span
body_with(const char *body, const char *name, const char *raw, char *storage, size_t size)
{
    struct canon_walk walk;
    struct canon_item item;
    struct buf b;
    const char *before = "{";
    bool met = false;

    buf_init(&b, storage, size);
    canon_walk_init(&walk, span_of(body));
    while (canon_next(&walk, &item)) {
        bool this_one = span_is(item.key, name);

        met |= this_one;
        if (this_one && raw == NULL)
            continue;
        buf_printf(&b, "%s\"%.*s\":", before, (int)item.key.len, item.key.p);
        buf_span(&b, this_one ? span_of(raw) : item.raw);
        before = ",";
    }
    buf_char(&b, '}');
    assert_true(met && !b.failed);
    return buf_view(&b);
}

#endif
