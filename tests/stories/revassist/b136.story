# B-136: 28 capsules were recorded as dispensed, 27 were handed over; corrected the next day
# Expected: a reversing entry with reason and signature; the original stays visible
story    B-136 a corrected quantity
program  revassist-trial
zone     America/New_York
include  staff.story

2008-01-10T09:00:00-05:00  coordinator   enrol            subject=F-001 sex=female born=1970-01-20
2008-01-10T09:05:00-05:00  coordinator   consent          subject=F-001 state=given version=v1
2008-01-10T09:10:00-05:00  coordinator   agreement        subject=F-001 category=AFRP
2008-01-10T09:15:00-05:00  coordinator   menses           subject=F-001 pattern=regular
2008-01-15T09:00:00-05:00  coordinator   contraception    subject=F-001 methods=hormonal,condom since=2008-01-15
2008-02-21T09:00:00-05:00  coordinator   test             subject=F-001 accession=A-1 specimen=serum setting=laboratory sensitivity=25 result=negative  as t1
2008-02-21T09:30:00-05:00  prescriber    test-verify      subject=F-001 test=@t1 as=prescriber
2008-03-03T10:00:00-05:00  coordinator   test             subject=F-001 accession=A-2 specimen=serum setting=laboratory sensitivity=25 result=negative  as t2
2008-03-03T10:30:00-05:00  prescriber    test-verify      subject=F-001 test=@t2 as=prescriber
2008-03-04T09:26:00-05:00  coordinator   counsel          subject=F-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-03-04T09:30:00-05:00  prescriber    prescribe        subject=F-001 prescription=RX-1 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28
2008-03-04T09:35:00-05:00  pharmacist    test-verify      subject=F-001 test=@t1 as=pharmacist
2008-03-04T09:35:30-05:00  pharmacist    test-verify      subject=F-001 test=@t2 as=pharmacist
2008-03-04T09:45:00-05:00  pharmacist    dispense         subject=F-001 prescription=RX-1 lot=L1 capsules=28 sheet=true  as supply
2008-03-05T08:55:00-05:00  pharmacist    amend            of=@supply field=capsules old=27 new=26 reason="counted again"  => error bad_field
2008-03-05T08:58:00-05:00  coordinator   amend            of=@supply field=capsules old=28 new=27 reason="counted again"  => error no_authority
2008-03-05T09:00:00-05:00  pharmacist    amend            of=@supply field=capsules old=28 new=27 reason="one capsule was left in the bottle, counted by two"
2008-03-05T09:01:00-05:00  expect        balance          lot=L1 account=available capsules=73
2008-03-05T09:01:00-05:00  expect        balance          lot=L1 account=dispensed capsules=27
2008-03-05T09:02:00-05:00  pharmacist    amend            of=@supply field=capsules old=27 new=28 reason="it was found in the bag"
2008-03-05T09:03:00-05:00  expect        balance          lot=L1 account=available capsules=72
