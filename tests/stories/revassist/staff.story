# The site of the boundary cases: people, registrations, and lot L1 with 100 capsules of 5 mg.
# Included by the other stories here; boundary-cases.md, "Default facts". All synthetic.

2008-01-02T08:00:00-05:00  administrator site             program=revassist-trial pharmacy=IDS-1 name="Cutaneous lupus trial site (synthetic)"
2008-01-02T08:00:00-05:00  coordinator   registration     kind=prescriber name=prescriber from=2007-11-01 standing=active
2008-01-02T08:00:00-05:00  coordinator   registration     kind=pharmacy name=IDS-1 from=2007-11-01 standing=active
2008-01-02T08:00:00-05:00  coordinator   registration     kind=counsellor name=coordinator from=2007-11-01 standing=active
2008-01-02T08:00:00-05:00  pharmacist    product          product=LEN5 name="lenalidomide 5 mg capsule" strength_ug=5mg ndc=59572-405-00
2008-01-02T08:00:00-05:00  pharmacist    lot              lot=L1 product=LEN5 expiry=2009-12-31
2008-01-02T08:00:00-05:00  pharmacist    receive          lot=L1 capsules=100 shipment=S-1 condition=in-range
