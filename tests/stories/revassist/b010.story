# B-010: "02:30" on 2008-03-09 typed as collection time
# Expected: ERROR T-10
story    B-010 a local time that does not exist
program  revassist-trial
zone     America/New_York
include  staff.story

2008-01-10T09:00:00-05:00  coordinator   enrol            subject=F-001 sex=female born=1970-01-20
2008-01-10T09:05:00-05:00  coordinator   consent          subject=F-001 state=given version=v1
2008-01-10T09:10:00-05:00  coordinator   agreement        subject=F-001 category=AFRP
2008-01-10T09:15:00-05:00  coordinator   menses           subject=F-001 pattern=regular
2008-01-15T09:00:00-05:00  coordinator   contraception    subject=F-001 methods=hormonal,condom since=2008-01-15
2008-03-09T09:00:00-04:00  coordinator   test             subject=F-001 accession=A-1 specimen=serum setting=laboratory sensitivity=25 result=negative collected=2008-03-09T02:30  as t1  => error T-10
