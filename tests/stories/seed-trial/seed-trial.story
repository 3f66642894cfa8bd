# The seed trial, told until 3 June 2008.
#
# NCT00633945: lenalidomide in refractory cutaneous lupus erythematosus, an open-label pilot study at one
# university site; drug free of charge from its maker under RevAssist; six subjects planned.
# Published: 5 mg daily for six weeks, then 5 mg every other day (responders) or 10 mg daily; subject 2
# left at week 12 on 10 mg, subject 5 at week 20 with arthralgias and new proteinuria; 1, 3 and 4 went on.
# SYNTHETIC: every date, birth date, test, count, lot, name and reason beyond that, and subject 6, who
# stands here as a screening failure.
story    the seed trial until 3 June 2008
program  revassist-trial
zone     America/New_York


# --- November 2007
2007-11-01T09:01:00-05:00  coordinator   enrol         subject=CLE-005 sex=female born=1974-09-02
2007-11-01T09:06:00-05:00  coordinator   consent       subject=CLE-005 state=given version=2007-10
2007-11-01T09:11:00-05:00  coordinator   agreement     subject=CLE-005 category=AFRP
2007-11-01T09:16:00-05:00  coordinator   menses        subject=CLE-005 pattern=regular
2007-11-05T08:00:00-05:00  administrator site          program=revassist-trial pharmacy=IDS-1 name="Investigational drug service (synthetic)"
2007-11-05T08:00:00-05:00  coordinator   registration  kind=prescriber name=prescriber from=2007-11-01 standing=active
2007-11-05T08:00:00-05:00  coordinator   registration  kind=pharmacy name=IDS-1 from=2007-11-01 standing=active
2007-11-05T08:00:00-05:00  coordinator   registration  kind=counsellor name=coordinator from=2007-11-01 standing=active
2007-11-05T08:00:00-05:00  pharmacist    product       product=LEN5 name="lenalidomide 5 mg capsule" strength_ug=5mg ndc=59572-405-00
2007-11-05T08:00:00-05:00  pharmacist    product       product=LEN10 name="lenalidomide 10 mg capsule" strength_ug=10mg ndc=59572-410-00
2007-11-05T08:00:00-05:00  pharmacist    lot           lot=L1 product=LEN5 expiry=12/2009
2007-11-05T08:00:00-05:00  pharmacist    lot           lot=L2 product=LEN5 expiry=2010-03-31
2007-11-05T08:00:00-05:00  pharmacist    lot           lot=T1 product=LEN10 expiry=2009-10-31
2007-11-05T09:21:00-05:00  coordinator   contraception subject=CLE-005 methods=hormonal,condom since=2007-11-05
2007-11-06T10:00:00-05:00  pharmacist    receive       lot=L1 capsules=300 shipment=SH-0001 supplier="maker, free of charge under RevAssist" condition=in-range
2007-11-06T10:10:00-05:00  pharmacist    receive       lot=T1 capsules=100 shipment=SH-0001 supplier="maker, free of charge under RevAssist" condition=in-range
2007-11-14T09:00:00-05:00  coordinator   enrol         subject=CLE-001 sex=male born=1961-03-14
2007-11-14T09:05:00-05:00  coordinator   consent       subject=CLE-001 state=given version=2007-10
2007-11-14T09:10:00-05:00  coordinator   agreement     subject=CLE-001 category=AM
2007-11-14T09:20:00-05:00  coordinator   contraception subject=CLE-001 methods=condom since=2007-11-14
2007-11-29T09:01:00-05:00  coordinator   test          subject=CLE-005 accession=P-005-s1 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_s1
2007-11-29T09:02:00-05:00  coordinator   enrol         subject=CLE-002 sex=female born=1969-06-21
2007-11-29T09:07:00-05:00  coordinator   consent       subject=CLE-002 state=given version=2007-10
2007-11-29T09:11:00-05:00  prescriber    test-verify   subject=CLE-005 test=@t005_s1 as=prescriber
2007-11-29T09:12:00-05:00  coordinator   agreement     subject=CLE-002 category=AFRP
2007-11-29T09:17:00-05:00  coordinator   menses        subject=CLE-002 pattern=regular
2007-11-29T09:21:00-05:00  pharmacist    test-verify   subject=CLE-005 test=@t005_s1 as=pharmacist

# --- December 2007
2007-12-03T09:22:00-05:00  coordinator   contraception subject=CLE-002 methods=iud,condom since=2007-12-03
2007-12-04T09:10:00-05:00  coordinator   counsel       subject=CLE-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom,sperm-donation
2007-12-04T09:20:00-05:00  prescriber    prescribe     subject=CLE-001 prescription=RX-001-1 category=AM dose_ug=5mg every_days=1 strength_ug=5mg capsules=28
2007-12-04T09:45:00-05:00  pharmacist    dispense      subject=CLE-001 prescription=RX-001-1 lot=L1 capsules=28 sheet=true
2007-12-04T09:55:00-05:00  coordinator   first-dose    subject=CLE-001
2007-12-10T10:01:00-05:00  coordinator   test          subject=CLE-005 accession=P-005-s2 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_s2
2007-12-10T10:11:00-05:00  prescriber    test-verify   subject=CLE-005 test=@t005_s2 as=prescriber
2007-12-11T09:11:00-05:00  coordinator   counsel       subject=CLE-005 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2007-12-11T09:21:00-05:00  prescriber    prescribe     subject=CLE-005 prescription=RX-005-1 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28
2007-12-11T09:41:00-05:00  pharmacist    test-verify   subject=CLE-005 test=@t005_s2 as=pharmacist
2007-12-11T09:46:00-05:00  pharmacist    dispense      subject=CLE-005 prescription=RX-005-1 lot=L1 capsules=28 sheet=true
2007-12-11T09:56:00-05:00  coordinator   first-dose    subject=CLE-005
2007-12-18T08:31:00-05:00  coordinator   test          subject=CLE-005 accession=P-005-d7 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_d7
2007-12-18T08:41:00-05:00  prescriber    test-verify   subject=CLE-005 test=@t005_d7 as=prescriber
2007-12-18T08:51:00-05:00  pharmacist    test-verify   subject=CLE-005 test=@t005_d7 as=pharmacist
2007-12-25T08:31:00-05:00  coordinator   test          subject=CLE-005 accession=P-005-d14 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_d14
2007-12-25T08:41:00-05:00  prescriber    test-verify   subject=CLE-005 test=@t005_d14 as=prescriber
2007-12-25T08:51:00-05:00  pharmacist    test-verify   subject=CLE-005 test=@t005_d14 as=pharmacist
2007-12-27T09:02:00-05:00  coordinator   test          subject=CLE-002 accession=P-002-s1 specimen=serum setting=laboratory sensitivity=25 result=negative  as t002_s1
2007-12-27T09:12:00-05:00  prescriber    test-verify   subject=CLE-002 test=@t002_s1 as=prescriber
2007-12-27T09:22:00-05:00  pharmacist    test-verify   subject=CLE-002 test=@t002_s1 as=pharmacist

# --- January 2008
2008-01-01T08:31:00-05:00  coordinator   test          subject=CLE-005 accession=P-005-d21 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_d21
2008-01-01T08:41:00-05:00  prescriber    test-verify   subject=CLE-005 test=@t005_d21 as=prescriber
2008-01-01T08:51:00-05:00  pharmacist    test-verify   subject=CLE-005 test=@t005_d21 as=pharmacist
2008-01-01T09:10:00-05:00  coordinator   counsel       subject=CLE-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom,sperm-donation
2008-01-01T09:20:00-05:00  prescriber    prescribe     subject=CLE-001 prescription=RX-001-2 category=AM dose_ug=5mg every_days=1 strength_ug=5mg capsules=14
2008-01-01T09:45:00-05:00  pharmacist    dispense      subject=CLE-001 prescription=RX-001-2 lot=L1 capsules=14 sheet=true
2008-01-07T10:02:00-05:00  coordinator   test          subject=CLE-002 accession=P-002-s2 specimen=serum setting=laboratory sensitivity=25 result=negative  as t002_s2
2008-01-07T10:12:00-05:00  prescriber    test-verify   subject=CLE-002 test=@t002_s2 as=prescriber
2008-01-08T08:31:00-05:00  coordinator   test          subject=CLE-005 accession=P-005-d28 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_d28
2008-01-08T08:41:00-05:00  prescriber    test-verify   subject=CLE-005 test=@t005_d28 as=prescriber
2008-01-08T08:51:00-05:00  pharmacist    test-verify   subject=CLE-005 test=@t005_d28 as=pharmacist
2008-01-08T09:11:00-05:00  coordinator   counsel       subject=CLE-005 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-01-08T09:12:00-05:00  coordinator   counsel       subject=CLE-002 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-01-08T09:21:00-05:00  prescriber    prescribe     subject=CLE-005 prescription=RX-005-2 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=14
2008-01-08T09:22:00-05:00  prescriber    prescribe     subject=CLE-002 prescription=RX-002-1 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28
2008-01-08T09:42:00-05:00  pharmacist    test-verify   subject=CLE-002 test=@t002_s2 as=pharmacist
2008-01-08T09:46:00-05:00  pharmacist    dispense      subject=CLE-005 prescription=RX-005-2 lot=L1 capsules=14 sheet=true
2008-01-08T09:47:00-05:00  pharmacist    dispense      subject=CLE-002 prescription=RX-002-1 lot=L1 capsules=28 sheet=true
2008-01-08T09:57:00-05:00  coordinator   first-dose    subject=CLE-002
2008-01-14T10:00:00-05:00  pharmacist    receive       lot=L2 capsules=300 shipment=SH-0002 supplier="maker, free of charge under RevAssist" condition=in-range
2008-01-15T08:32:00-05:00  coordinator   test          subject=CLE-002 accession=P-002-d7 specimen=serum setting=laboratory sensitivity=25 result=negative  as t002_d7
2008-01-15T08:42:00-05:00  prescriber    test-verify   subject=CLE-002 test=@t002_d7 as=prescriber
2008-01-15T08:52:00-05:00  pharmacist    test-verify   subject=CLE-002 test=@t002_d7 as=pharmacist
2008-01-15T09:05:00-05:00  pharmacist    return        subject=CLE-001 lot=L1 capsules=1
2008-01-15T09:10:00-05:00  coordinator   counsel       subject=CLE-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom,sperm-donation
2008-01-15T09:20:00-05:00  prescriber    prescribe     subject=CLE-001 prescription=RX-001-3 category=AM dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-01-15T09:45:00-05:00  pharmacist    dispense      subject=CLE-001 prescription=RX-001-3 lot=L2 capsules=14 sheet=true
2008-01-16T09:03:00-05:00  coordinator   enrol         subject=CLE-003 sex=female born=1951-11-30 basis=natural-menopause since=2004-05-10 document="history form of 2008-01-16"
2008-01-16T09:08:00-05:00  coordinator   consent       subject=CLE-003 state=given version=2007-10
2008-01-16T09:13:00-05:00  coordinator   agreement     subject=CLE-003 category=AFNRP
2008-01-22T08:31:00-05:00  coordinator   test          subject=CLE-005 accession=P-005-d42 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_d42
2008-01-22T08:32:00-05:00  coordinator   test          subject=CLE-002 accession=P-002-d14 specimen=serum setting=laboratory sensitivity=25 result=negative  as t002_d14
2008-01-22T08:41:00-05:00  prescriber    test-verify   subject=CLE-005 test=@t005_d42 as=prescriber
2008-01-22T08:42:00-05:00  prescriber    test-verify   subject=CLE-002 test=@t002_d14 as=prescriber
2008-01-22T08:51:00-05:00  pharmacist    test-verify   subject=CLE-005 test=@t005_d42 as=pharmacist
2008-01-22T08:52:00-05:00  pharmacist    test-verify   subject=CLE-002 test=@t002_d14 as=pharmacist
2008-01-22T09:11:00-05:00  coordinator   counsel       subject=CLE-005 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-01-22T09:21:00-05:00  prescriber    prescribe     subject=CLE-005 prescription=RX-005-3 category=AFRP dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-01-22T09:46:00-05:00  pharmacist    dispense      subject=CLE-005 prescription=RX-005-3 lot=L2 capsules=14 sheet=true
2008-01-24T09:04:00-05:00  coordinator   enrol         subject=CLE-004 sex=female born=1980-01-17
2008-01-24T09:09:00-05:00  coordinator   consent       subject=CLE-004 state=given version=2007-10
2008-01-24T09:14:00-05:00  coordinator   agreement     subject=CLE-004 category=AFRP
2008-01-24T09:19:00-05:00  coordinator   menses        subject=CLE-004 pattern=irregular
2008-01-28T09:24:00-05:00  coordinator   contraception subject=CLE-004 methods=hormonal,condom since=2008-01-28
2008-01-29T08:32:00-05:00  coordinator   test          subject=CLE-002 accession=P-002-d21 specimen=serum setting=laboratory sensitivity=25 result=negative  as t002_d21
2008-01-29T08:42:00-05:00  prescriber    test-verify   subject=CLE-002 test=@t002_d21 as=prescriber
2008-01-29T08:52:00-05:00  pharmacist    test-verify   subject=CLE-002 test=@t002_d21 as=pharmacist

# --- February 2008
2008-02-05T08:32:00-05:00  coordinator   test          subject=CLE-002 accession=P-002-d28 specimen=serum setting=laboratory sensitivity=25 result=negative  as t002_d28
2008-02-05T08:42:00-05:00  prescriber    test-verify   subject=CLE-002 test=@t002_d28 as=prescriber
2008-02-05T08:52:00-05:00  pharmacist    test-verify   subject=CLE-002 test=@t002_d28 as=pharmacist
2008-02-05T09:07:00-05:00  pharmacist    return        subject=CLE-002 lot=L1 capsules=2
2008-02-05T09:12:00-05:00  coordinator   counsel       subject=CLE-002 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-02-05T09:13:00-05:00  coordinator   counsel       subject=CLE-003 items=side-effects,not-sharing,blood-donation,capsules-whole,dose
2008-02-05T09:22:00-05:00  prescriber    prescribe     subject=CLE-002 prescription=RX-002-2 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=14
2008-02-05T09:23:00-05:00  prescriber    prescribe     subject=CLE-003 prescription=RX-003-1 category=AFNRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28
2008-02-05T09:47:00-05:00  pharmacist    dispense      subject=CLE-002 prescription=RX-002-2 lot=L1 capsules=14 sheet=true
2008-02-05T09:48:00-05:00  pharmacist    dispense      subject=CLE-003 prescription=RX-003-1 lot=L1 capsules=28 sheet=true
2008-02-05T09:58:00-05:00  coordinator   first-dose    subject=CLE-003
2008-02-12T09:10:00-05:00  coordinator   counsel       subject=CLE-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom,sperm-donation
2008-02-12T09:20:00-05:00  prescriber    prescribe     subject=CLE-001 prescription=RX-001-4 category=AM dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-02-12T09:45:00-05:00  pharmacist    dispense      subject=CLE-001 prescription=RX-001-4 lot=L2 capsules=14 sheet=true
2008-02-19T08:31:00-05:00  coordinator   test          subject=CLE-005 accession=P-005-d70 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_d70
2008-02-19T08:32:00-05:00  coordinator   test          subject=CLE-002 accession=P-002-d42 specimen=serum setting=laboratory sensitivity=25 result=negative  as t002_d42
2008-02-19T08:41:00-05:00  prescriber    test-verify   subject=CLE-005 test=@t005_d70 as=prescriber
2008-02-19T08:42:00-05:00  prescriber    test-verify   subject=CLE-002 test=@t002_d42 as=prescriber
2008-02-19T08:51:00-05:00  pharmacist    test-verify   subject=CLE-005 test=@t005_d70 as=pharmacist
2008-02-19T08:52:00-05:00  pharmacist    test-verify   subject=CLE-002 test=@t002_d42 as=pharmacist
2008-02-19T09:11:00-05:00  coordinator   counsel       subject=CLE-005 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-02-19T09:12:00-05:00  coordinator   counsel       subject=CLE-002 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-02-19T09:21:00-05:00  prescriber    prescribe     subject=CLE-005 prescription=RX-005-4 category=AFRP dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-02-19T09:22:00-05:00  prescriber    prescribe     subject=CLE-002 prescription=RX-002-3 category=AFRP dose_ug=10mg every_days=1 strength_ug=10mg capsules=28
2008-02-19T09:46:00-05:00  pharmacist    dispense      subject=CLE-005 prescription=RX-005-4 lot=L2 capsules=14 sheet=true
2008-02-19T09:47:00-05:00  pharmacist    dispense      subject=CLE-002 prescription=RX-002-3 lot=T1 capsules=28 sheet=true
2008-02-21T09:04:00-05:00  coordinator   test          subject=CLE-004 accession=P-004-s1 specimen=serum setting=laboratory sensitivity=25 result=negative  as t004_s1
2008-02-21T09:14:00-05:00  prescriber    test-verify   subject=CLE-004 test=@t004_s1 as=prescriber
2008-02-21T09:24:00-05:00  pharmacist    test-verify   subject=CLE-004 test=@t004_s1 as=pharmacist

# --- March 2008
2008-03-03T10:04:00-05:00  coordinator   test          subject=CLE-004 accession=P-004-s2 specimen=serum setting=laboratory sensitivity=25 result=negative  as t004_s2
2008-03-03T10:14:00-05:00  prescriber    test-verify   subject=CLE-004 test=@t004_s2 as=prescriber
2008-03-04T09:13:00-05:00  coordinator   counsel       subject=CLE-003 items=side-effects,not-sharing,blood-donation,capsules-whole,dose
2008-03-04T09:14:00-05:00  coordinator   counsel       subject=CLE-004 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-03-04T09:23:00-05:00  prescriber    prescribe     subject=CLE-003 prescription=RX-003-2 category=AFNRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=14
2008-03-04T09:24:00-05:00  prescriber    prescribe     subject=CLE-004 prescription=RX-004-1 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28
2008-03-04T09:44:00-05:00  pharmacist    test-verify   subject=CLE-004 test=@t004_s2 as=pharmacist
2008-03-04T09:48:00-05:00  pharmacist    dispense      subject=CLE-003 prescription=RX-003-2 lot=L1 capsules=14 sheet=true
2008-03-04T09:49:00-05:00  pharmacist    dispense      subject=CLE-004 prescription=RX-004-1 lot=L1 capsules=28 sheet=true
2008-03-04T09:59:00-05:00  coordinator   first-dose    subject=CLE-004
2008-03-11T08:34:00-04:00  coordinator   test          subject=CLE-004 accession=P-004-d7 specimen=serum setting=laboratory sensitivity=25 result=negative  as t004_d7
2008-03-11T08:44:00-04:00  prescriber    test-verify   subject=CLE-004 test=@t004_d7 as=prescriber
2008-03-11T08:54:00-04:00  pharmacist    test-verify   subject=CLE-004 test=@t004_d7 as=pharmacist
2008-03-11T09:05:00-04:00  pharmacist    return        subject=CLE-001 lot=L2 capsules=2
2008-03-11T09:10:00-04:00  coordinator   counsel       subject=CLE-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom,sperm-donation
2008-03-11T09:20:00-04:00  prescriber    prescribe     subject=CLE-001 prescription=RX-001-5 category=AM dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-03-11T09:45:00-04:00  pharmacist    dispense      subject=CLE-001 prescription=RX-001-5 lot=L2 capsules=14 sheet=true
2008-03-18T08:31:00-04:00  coordinator   test          subject=CLE-005 accession=P-005-d98 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_d98
2008-03-18T08:32:00-04:00  coordinator   test          subject=CLE-002 accession=P-002-d70 specimen=serum setting=laboratory sensitivity=25 result=negative  as t002_d70
2008-03-18T08:34:00-04:00  coordinator   test          subject=CLE-004 accession=P-004-d14 specimen=serum setting=laboratory sensitivity=25 result=negative  as t004_d14
2008-03-18T08:41:00-04:00  prescriber    test-verify   subject=CLE-005 test=@t005_d98 as=prescriber
2008-03-18T08:42:00-04:00  prescriber    test-verify   subject=CLE-002 test=@t002_d70 as=prescriber
2008-03-18T08:44:00-04:00  prescriber    test-verify   subject=CLE-004 test=@t004_d14 as=prescriber
2008-03-18T08:51:00-04:00  pharmacist    test-verify   subject=CLE-005 test=@t005_d98 as=pharmacist
2008-03-18T08:52:00-04:00  pharmacist    test-verify   subject=CLE-002 test=@t002_d70 as=pharmacist
2008-03-18T08:54:00-04:00  pharmacist    test-verify   subject=CLE-004 test=@t004_d14 as=pharmacist
2008-03-18T09:11:00-04:00  coordinator   counsel       subject=CLE-005 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-03-18T09:12:00-04:00  coordinator   counsel       subject=CLE-002 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-03-18T09:13:00-04:00  coordinator   counsel       subject=CLE-003 items=side-effects,not-sharing,blood-donation,capsules-whole,dose
2008-03-18T09:21:00-04:00  prescriber    prescribe     subject=CLE-005 prescription=RX-005-5 category=AFRP dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-03-18T09:22:00-04:00  prescriber    prescribe     subject=CLE-002 prescription=RX-002-4 category=AFRP dose_ug=10mg every_days=1 strength_ug=10mg capsules=14
2008-03-18T09:23:00-04:00  prescriber    prescribe     subject=CLE-003 prescription=RX-003-3 category=AFNRP dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-03-18T09:46:00-04:00  pharmacist    dispense      subject=CLE-005 prescription=RX-005-5 lot=L2 capsules=14 sheet=true
2008-03-18T09:47:00-04:00  pharmacist    dispense      subject=CLE-002 prescription=RX-002-4 lot=T1 capsules=14 sheet=true
2008-03-18T09:48:00-04:00  pharmacist    dispense      subject=CLE-003 prescription=RX-003-3 lot=L2 capsules=14 sheet=true
2008-03-25T08:34:00-04:00  coordinator   test          subject=CLE-004 accession=P-004-d21 specimen=serum setting=laboratory sensitivity=25 result=negative  as t004_d21
2008-03-25T08:44:00-04:00  prescriber    test-verify   subject=CLE-004 test=@t004_d21 as=prescriber
2008-03-25T08:54:00-04:00  pharmacist    test-verify   subject=CLE-004 test=@t004_d21 as=pharmacist

# --- April 2008
2008-04-01T08:32:00-04:00  coordinator   test          subject=CLE-002 accession=P-002-d84 specimen=serum setting=laboratory sensitivity=25 result=negative  as t002_d84
2008-04-01T08:34:00-04:00  coordinator   test          subject=CLE-004 accession=P-004-d28 specimen=serum setting=laboratory sensitivity=25 result=negative  as t004_d28
2008-04-01T08:42:00-04:00  prescriber    test-verify   subject=CLE-002 test=@t002_d84 as=prescriber
2008-04-01T08:44:00-04:00  prescriber    test-verify   subject=CLE-004 test=@t004_d28 as=prescriber
2008-04-01T08:52:00-04:00  pharmacist    test-verify   subject=CLE-002 test=@t002_d84 as=pharmacist
2008-04-01T08:54:00-04:00  pharmacist    test-verify   subject=CLE-004 test=@t004_d28 as=pharmacist
2008-04-01T09:07:00-04:00  pharmacist    return        subject=CLE-002 lot=T1 capsules=2
2008-04-01T09:14:00-04:00  coordinator   counsel       subject=CLE-004 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-04-01T09:24:00-04:00  prescriber    prescribe     subject=CLE-004 prescription=RX-004-2 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=14
2008-04-01T09:32:00-04:00  prescriber    discontinue   subject=CLE-002 on=2008-04-01 reason="clinically inadequate response on 10 mg"
2008-04-01T09:49:00-04:00  pharmacist    dispense      subject=CLE-004 prescription=RX-004-2 lot=L1 capsules=14 sheet=true
2008-04-01T13:00:00-04:00  coordinator   enrol         subject=CLE-006 sex=female born=1977-02-08
2008-04-01T13:05:00-04:00  coordinator   consent       subject=CLE-006 state=given version=2007-10
2008-04-08T09:10:00-04:00  coordinator   counsel       subject=CLE-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom,sperm-donation
2008-04-08T09:20:00-04:00  prescriber    prescribe     subject=CLE-001 prescription=RX-001-6 category=AM dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-04-08T09:45:00-04:00  pharmacist    dispense      subject=CLE-001 prescription=RX-001-6 lot=L2 capsules=14 sheet=true
2008-04-08T13:00:00-04:00  coordinator   discontinue   subject=CLE-006 on=2008-04-08 reason="screening failure: declined two methods of contraception"
2008-04-15T08:31:00-04:00  coordinator   test          subject=CLE-005 accession=P-005-d126 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_d126
2008-04-15T08:34:00-04:00  coordinator   test          subject=CLE-004 accession=P-004-d42 specimen=serum setting=laboratory sensitivity=25 result=negative  as t004_d42
2008-04-15T08:41:00-04:00  prescriber    test-verify   subject=CLE-005 test=@t005_d126 as=prescriber
2008-04-15T08:44:00-04:00  prescriber    test-verify   subject=CLE-004 test=@t004_d42 as=prescriber
2008-04-15T08:51:00-04:00  pharmacist    test-verify   subject=CLE-005 test=@t005_d126 as=pharmacist
2008-04-15T08:54:00-04:00  pharmacist    test-verify   subject=CLE-004 test=@t004_d42 as=pharmacist
2008-04-15T09:11:00-04:00  coordinator   counsel       subject=CLE-005 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-04-15T09:13:00-04:00  coordinator   counsel       subject=CLE-003 items=side-effects,not-sharing,blood-donation,capsules-whole,dose
2008-04-15T09:14:00-04:00  coordinator   counsel       subject=CLE-004 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-04-15T09:21:00-04:00  prescriber    prescribe     subject=CLE-005 prescription=RX-005-6 category=AFRP dose_ug=5mg every_days=2 strength_ug=5mg capsules=7
2008-04-15T09:23:00-04:00  prescriber    prescribe     subject=CLE-003 prescription=RX-003-4 category=AFNRP dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-04-15T09:24:00-04:00  prescriber    prescribe     subject=CLE-004 prescription=RX-004-3 category=AFRP dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-04-15T09:46:00-04:00  pharmacist    dispense      subject=CLE-005 prescription=RX-005-6 lot=L2 capsules=7 sheet=true
2008-04-15T09:48:00-04:00  pharmacist    dispense      subject=CLE-003 prescription=RX-003-4 lot=L2 capsules=14 sheet=true
2008-04-15T09:49:00-04:00  pharmacist    dispense      subject=CLE-004 prescription=RX-004-3 lot=L2 capsules=14 sheet=true
2008-04-29T08:31:00-04:00  coordinator   test          subject=CLE-005 accession=P-005-d140 specimen=serum setting=laboratory sensitivity=25 result=negative  as t005_d140
2008-04-29T08:34:00-04:00  coordinator   test          subject=CLE-004 accession=P-004-d56 specimen=serum setting=laboratory sensitivity=25 result=negative  as t004_d56
2008-04-29T08:41:00-04:00  prescriber    test-verify   subject=CLE-005 test=@t005_d140 as=prescriber
2008-04-29T08:44:00-04:00  prescriber    test-verify   subject=CLE-004 test=@t004_d56 as=prescriber
2008-04-29T08:51:00-04:00  pharmacist    test-verify   subject=CLE-005 test=@t005_d140 as=pharmacist
2008-04-29T08:54:00-04:00  pharmacist    test-verify   subject=CLE-004 test=@t004_d56 as=pharmacist
2008-04-29T09:06:00-04:00  pharmacist    return        subject=CLE-005 lot=L2 capsules=3
2008-04-29T09:31:00-04:00  prescriber    discontinue   subject=CLE-005 on=2008-04-29 reason="arthralgias and new proteinuria"

# --- May 2008
2008-05-06T09:10:00-04:00  coordinator   counsel       subject=CLE-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom,sperm-donation
2008-05-06T09:20:00-04:00  prescriber    prescribe     subject=CLE-001 prescription=RX-001-7 category=AM dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-05-06T09:45:00-04:00  pharmacist    dispense      subject=CLE-001 prescription=RX-001-7 lot=L2 capsules=14 sheet=true
2008-05-13T08:34:00-04:00  coordinator   test          subject=CLE-004 accession=P-004-d70 specimen=serum setting=laboratory sensitivity=25 result=negative  as t004_d70
2008-05-13T08:44:00-04:00  prescriber    test-verify   subject=CLE-004 test=@t004_d70 as=prescriber
2008-05-13T08:54:00-04:00  pharmacist    test-verify   subject=CLE-004 test=@t004_d70 as=pharmacist
2008-05-13T09:13:00-04:00  coordinator   counsel       subject=CLE-003 items=side-effects,not-sharing,blood-donation,capsules-whole,dose
2008-05-13T09:14:00-04:00  coordinator   counsel       subject=CLE-004 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-05-13T09:23:00-04:00  prescriber    prescribe     subject=CLE-003 prescription=RX-003-5 category=AFNRP dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-05-13T09:24:00-04:00  prescriber    prescribe     subject=CLE-004 prescription=RX-004-4 category=AFRP dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-05-13T09:48:00-04:00  pharmacist    dispense      subject=CLE-003 prescription=RX-003-5 lot=L2 capsules=14 sheet=true
2008-05-13T09:49:00-04:00  pharmacist    dispense      subject=CLE-004 prescription=RX-004-4 lot=L2 capsules=14 sheet=true

# --- June 2008
2008-06-03T09:10:00-04:00  coordinator   counsel       subject=CLE-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,condom,sperm-donation
2008-06-03T09:20:00-04:00  prescriber    prescribe     subject=CLE-001 prescription=RX-001-8 category=AM dose_ug=5mg every_days=2 strength_ug=5mg capsules=14
2008-06-03T09:45:00-04:00  pharmacist    dispense      subject=CLE-001 prescription=RX-001-8 lot=L2 capsules=14 sheet=true
2008-06-03T10:00:00-04:00  pharmacist    dispense      subject=CLE-004 prescription=RX-004-4 lot=L2 capsules=28  => refused PT-6 COU-3 AUT-1t AUT-2 AUT-3 SUP-1 SUP-5
2008-06-03T10:01:00-04:00  expect        hold          subject=CLE-004 PT-6
