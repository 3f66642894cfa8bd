# Collected in time, known later, verified by two: the supply is allowed.
story    a pending result that becomes known
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
2008-03-03T10:00:00-05:00  coordinator   test             subject=F-001 accession=A-2 specimen=serum setting=laboratory sensitivity=25 result=pending  as t2
2008-03-03T11:00:00-05:00  prescriber    test-verify      subject=F-001 test=@t2 as=prescriber  => error unknown_reference
2008-03-03T15:00:00-05:00  coordinator   test-result      subject=F-001 test=@t2 result=negative
2008-03-03T15:10:00-05:00  coordinator   test-result      subject=F-001 test=@t2 result=positive  => error already_recorded
2008-03-03T15:30:00-05:00  prescriber    test-verify      subject=F-001 test=@t2 as=prescriber
2008-03-04T09:26:00-05:00  coordinator   counsel          subject=F-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-03-04T09:30:00-05:00  prescriber    prescribe        subject=F-001 prescription=RX-1 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28
2008-03-04T09:35:00-05:00  pharmacist    test-verify      subject=F-001 test=@t1 as=pharmacist
2008-03-04T09:35:30-05:00  pharmacist    test-verify      subject=F-001 test=@t2 as=pharmacist
2008-03-04T09:45:00-05:00  pharmacist    dispense         subject=F-001 prescription=RX-1 lot=L1 capsules=28 sheet=true  => ok
