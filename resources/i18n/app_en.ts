<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>ActionBar</name>
        <message numerus="yes">
            <source>%n today</source>
            <translation>
                <numerusform>%n today</numerusform>
                <numerusform>%n today</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n within reach</source>
            <translation>
                <numerusform>%n within reach</numerusform>
                <numerusform>%n within reach</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Banner</name>
        <message numerus="yes">
            <source>%n slips wait to be sent</source>
            <translation>
                <numerusform>%n slip waits to be sent</numerusform>
                <numerusform>%n slips wait to be sent</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CheckInPage</name>
        <message numerus="yes">
            <source>%n rooms</source>
            <translation>
                <numerusform>%n room</numerusform>
                <numerusform>%n rooms</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Counts</name>
        <message numerus="yes">
            <source>%n nights</source>
            <translation>
                <numerusform>%n night</numerusform>
                <numerusform>%n nights</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more nights</source>
            <translation>
                <numerusform>%n more night</numerusform>
                <numerusform>%n more nights</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{have} of %n nights</source>
            <translation>
                <numerusform>{have} of %n night</numerusform>
                <numerusform>{have} of %n nights</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more stays</source>
            <translation>
                <numerusform>%n more stay</numerusform>
                <numerusform>%n more stays</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{have} of %n stays</source>
            <translation>
                <numerusform>{have} of %n stay</numerusform>
                <numerusform>{have} of %n stays</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>HomePage</name>
        <message numerus="yes">
            <source>%n within your reach</source>
            <translation>
                <numerusform>%n within your reach</numerusform>
                <numerusform>%n within your reach</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n nights</source>
            <translation>
                <numerusform>%n night</numerusform>
                <numerusform>%n nights</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>And %n vouchers</source>
            <translation>
                <numerusform>And %n voucher</numerusform>
                <numerusform>And %n vouchers</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OutletWindow</name>
        <message numerus="yes">
            <source>Today %n bills</source>
            <translation>
                <numerusform>Today %n bill</numerusform>
                <numerusform>Today %n bills</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n slips wait to be sent</source>
            <translation>
                <numerusform>%n slip waits to be sent</numerusform>
                <numerusform>%n slips wait to be sent</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Paying</name>
        <message numerus="yes">
            <source>%n in hand</source>
            <translation>
                <numerusform>%n in hand</numerusform>
                <numerusform>%n in hand</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PosStrip</name>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>%n more</numerusform>
                <numerusform>%n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RedeemPage</name>
        <message numerus="yes">
            <source>%n left</source>
            <translation>
                <numerusform>%n left</numerusform>
                <numerusform>%n left</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RewardCard</name>
        <message numerus="yes">
            <source>%n left</source>
            <translation>
                <numerusform>%n left</numerusform>
                <numerusform>%n left</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StayPage</name>
        <message numerus="yes">
            <source>Room {room}, %n nights, arrived {day}. Enter checks out.</source>
            <translation>
                <numerusform>Room {room}, %n night, arrived {day}. Enter checks out.</numerusform>
                <numerusform>Room {room}, %n nights, arrived {day}. Enter checks out.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Room {room}, %n nights</source>
            <translation>
                <numerusform>Room {room}, %n night</numerusform>
                <numerusform>Room {room}, %n nights</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>WaitingPage</name>
        <message numerus="yes">
            <source>%n bills</source>
            <translation>
                <numerusform>%n bill</numerusform>
                <numerusform>%n bills</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n voided</source>
            <translation>
                <numerusform>%n voided</numerusform>
                <numerusform>%n voided</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n times</source>
            <translation>
                <numerusform>%n time</numerusform>
                <numerusform>%n times</numerusform>
            </translation>
        </message>
    </context>
</TS>
