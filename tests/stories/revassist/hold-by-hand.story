# A hold opened by the pharmacist, released by the prescriber: three days without a dose (T-13).
story    a dosing hold by hand
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
2008-03-04T09:45:00-05:00  pharmacist    dispense         subject=F-001 prescription=RX-1 lot=L1 capsules=28 sheet=true  => ok
2008-03-04T09:50:00-05:00  coordinator   first-dose       subject=F-001
2008-03-11T08:00:00-04:00  coordinator   test             subject=F-001 accession=A-0311 specimen=serum setting=laboratory sensitivity=25 result=negative  as t0311
2008-03-11T08:30:00-04:00  prescriber    test-verify      subject=F-001 test=@t0311 as=prescriber
2008-03-11T09:00:00-04:00  pharmacist    test-verify      subject=F-001 test=@t0311 as=pharmacist
2008-03-18T08:00:00-04:00  coordinator   test             subject=F-001 accession=A-0318 specimen=serum setting=laboratory sensitivity=25 result=negative  as t0318
2008-03-18T08:30:00-04:00  prescriber    test-verify      subject=F-001 test=@t0318 as=prescriber
2008-03-18T09:00:00-04:00  pharmacist    test-verify      subject=F-001 test=@t0318 as=pharmacist
2008-03-18T11:00:00-04:00  pharmacist    hold             subject=F-001 reason="platelets 60, called by the laboratory"  => hold HOLD-1
2008-03-19T11:00:00-04:00  expect        hold             subject=F-001 HOLD-1
2008-03-20T11:00:00-04:00  prescriber    release          subject=F-001 reason="platelets 140"
2008-03-20T11:01:00-04:00  expect        no-hold          subject=F-001
2008-03-25T08:00:00-04:00  coordinator   test             subject=F-001 accession=A-0325 specimen=serum setting=laboratory sensitivity=25 result=negative  as t0325
2008-03-25T08:30:00-04:00  prescriber    test-verify      subject=F-001 test=@t0325 as=prescriber
2008-03-25T09:00:00-04:00  pharmacist    test-verify      subject=F-001 test=@t0325 as=pharmacist
2008-04-01T09:00:00-04:00  expect        days-left        subject=F-001 days=3
