# B-062: hysterectomy reported verbally, no document
# Expected: stays AFRP
story    B-062 a hysterectomy by word of mouth
program  revassist-trial
zone     America/New_York
include  staff.story

2008-01-10T09:00:00-05:00  coordinator   enrol            subject=F-001 sex=female born=1970-01-20 basis=hysterectomy since=2006-05-01
2008-01-10T09:05:00-05:00  coordinator   consent          subject=F-001 state=given version=v1
2008-01-10T09:10:00-05:00  coordinator   agreement        subject=F-001 category=AFRP
2008-01-10T09:15:00-05:00  coordinator   menses           subject=F-001 pattern=regular
2008-01-15T09:00:00-05:00  coordinator   contraception    subject=F-001 methods=hormonal,condom since=2008-01-15
2008-01-16T10:00:00-05:00  expect        category         subject=F-001 category=AFRP
2008-03-04T09:26:00-05:00  coordinator   counsel          subject=F-001 items=side-effects,not-sharing,blood-donation,capsules-whole,dose,contraception,test-schedule,stop-if-pregnant
2008-03-04T09:30:00-05:00  prescriber    prescribe        subject=F-001 prescription=RX-1 category=AFRP dose_ug=5mg every_days=1 strength_ug=5mg capsules=28
2008-03-04T09:45:00-05:00  pharmacist    dispense         subject=F-001 prescription=RX-1 lot=L1 capsules=28 sheet=true  => refused PT-2 PT-3
