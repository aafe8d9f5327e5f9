<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>ActionBar</name>
        <message>
            <source>In progress</source>
            <translation>办理中</translation>
        </message>
        <message>
            <source>When you leave</source>
            <translation>离开时按</translation>
        </message>
        <message>
            <source>After posting</source>
            <translation>入账后可用</translation>
        </message>
        <message>
            <source>Not in scheme</source>
            <translation>本方案没有</translation>
        </message>
        <message>
            <source>No slip yet</source>
            <translation>还没有单据</translation>
        </message>
        <message numerus="yes">
            <source>%n today</source>
            <translation>
                <numerusform>今日 %n 张</numerusform>
            </translation>
        </message>
        <message>
            <source>Enrol, review {count}</source>
            <translation>入会、待审 {count}</translation>
        </message>
        <message>
            <source>Enrol, review</source>
            <translation>入会、审核</translation>
        </message>
        <message>
            <source>Last slip</source>
            <translation>上一张单据</translation>
        </message>
        <message>
            <source>Swipe first</source>
            <translation>需先刷卡</translation>
        </message>
        <message>
            <source>Walk-in</source>
            <translation>散客入住</translation>
        </message>
        <message>
            <source>Leaves {room}</source>
            <translation>{room} 退房</translation>
        </message>
        <message>
            <source>Bill and tender</source>
            <translation>账单与付款</translation>
        </message>
        <message numerus="yes">
            <source>%n within reach</source>
            <translation>
                <numerusform>够换 %n 项</numerusform>
            </translation>
        </message>
        <message>
            <source>Has {amount}</source>
            <translation>余额 {amount}</translation>
        </message>
        <message>
            <source>Last slips</source>
            <translation>近期单据</translation>
        </message>
        <message>
            <source>Replace, PIN</source>
            <translation>补卡、密码</translation>
        </message>
        <message>
            <source>Check out</source>
            <translation>办理退房</translation>
        </message>
        <message>
            <source>Check in</source>
            <translation>办理入住</translation>
        </message>
        <message>
            <source>Post spend</source>
            <translation>消费登记</translation>
        </message>
        <message>
            <source>Redeem</source>
            <translation>兑换</translation>
        </message>
        <message>
            <source>Top up</source>
            <translation>储值充值</translation>
        </message>
        <message>
            <source>Void, refund</source>
            <translation>作废退款</translation>
        </message>
        <message>
            <source>Card</source>
            <translation>卡片</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>Appeal</source>
            <translation>积分申诉</translation>
        </message>
        <message>
            <source>Gift, convert</source>
            <translation>赠送转换</translation>
        </message>
        <message>
            <source>Lock</source>
            <translation>锁定</translation>
        </message>
    </context>
    <context>
        <name>AdjustPage</name>
        <message>
            <source>What</source>
            <translation>调整什么</translation>
        </message>
        <message>
            <source>Which way</source>
            <translation>方向</translation>
        </message>
        <message>
            <source>How much</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Adjustment</source>
            <translation>调整</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>积分</translation>
        </message>
        <message>
            <source>Stored value</source>
            <translation>储值</translation>
        </message>
        <message>
            <source>Give</source>
            <translation>增加</translation>
        </message>
        <message>
            <source>Take</source>
            <translation>扣减</translation>
        </message>
    </context>
    <context>
        <name>AmendTask</name>
        <message>
            <source>Phone</source>
            <translation>手机</translation>
        </message>
        <message>
            <source>Language of receipts</source>
            <translation>凭条语言</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>电子邮件</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Preferences, with commas</source>
            <translation>偏好，用逗号分开</translation>
        </message>
        <message>
            <source>Desk note</source>
            <translation>前台备注</translation>
        </message>
        <message>
            <source>Agrees to receive hotel news</source>
            <translation>同意接收酒店信息</translation>
        </message>
        <message>
            <source>Texts about the membership</source>
            <translation>接收会员短信</translation>
        </message>
        <message>
            <source>E-mails about the membership</source>
            <translation>接收会员邮件</translation>
        </message>
        <message>
            <source>member data</source>
            <translation>会员资料</translation>
        </message>
    </context>
    <context>
        <name>AmountCard</name>
        <message>
            <source>Amount</source>
            <translation>消费金额</translation>
        </message>
        <message>
            <source>Bill</source>
            <translation>账单</translation>
        </message>
        <message>
            <source>First, in {tender}</source>
            <translation>先收{tender}</translation>
        </message>
        <message>
            <source>Bill number</source>
            <translation>账单号</translation>
        </message>
    </context>
    <context>
        <name>BankCardTask</name>
        <message>
            <source>Swipe the guest&apos;s bank card. It opens the membership from then on; its number is not kept.</source>
            <translation>请刷客人的银行卡。此后刷该卡即可识别会员，卡号不予保存。</translation>
        </message>
        <message>
            <source>The bank card •••• {tail} opens the membership.</source>
            <translation>已绑定银行卡 •••• {tail}，刷该卡即可识别会员。</translation>
        </message>
        <message>
            <source>No bank card opens the membership.</source>
            <translation>未绑定银行卡。</translation>
        </message>
        <message>
            <source>Once unlinked, the bank card •••• {tail} opens the membership no more.</source>
            <translation>解绑后，银行卡 •••• {tail} 不再用于识别会员。</translation>
        </message>
        <message>
            <source>Swipe the bank card first.</source>
            <translation>请先刷银行卡。</translation>
        </message>
        <message>
            <source>Link this bank card</source>
            <translation>绑定此银行卡</translation>
        </message>
        <message>
            <source>Unlink the bank card</source>
            <translation>解绑银行卡</translation>
        </message>
    </context>
    <context>
        <name>Banner</name>
        <message numerus="yes">
            <source>%n slips wait to be sent</source>
            <translation>
                <numerusform>%n 张单据等待发送</numerusform>
            </translation>
        </message>
        <message>
            <source>Offline · {waiting}</source>
            <translation>离线 · {waiting}</translation>
        </message>
        <message>
            <source>Posting and earning go on; nothing is sent twice.</source>
            <translation>登记和得分照常；恢复后自动发送，不会重复。</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>查看</translation>
        </message>
        <message>
            <source>The keypad does not encrypt PINs</source>
            <translation>密码键盘不加密</translation>
        </message>
        <message>
            <source>What guests type travels in the clear to this computer; use another pad.</source>
            <translation>宾客输入的密码以明文传到本机，请换用加密键盘。</translation>
        </message>
        <message>
            <source>Also: the keypad does not encrypt PINs.</source>
            <translation>另外：密码键盘不加密。</translation>
        </message>
        <message>
            <source>The day {day} is still open</source>
            <translation>{day}的营业日还没有关账</translation>
        </message>
        <message>
            <source>Close it when all shifts are closed.</source>
            <translation>所有班次交班后即可夜审。</translation>
        </message>
        <message>
            <source>Close day</source>
            <translation>夜审</translation>
        </message>
    </context>
    <context>
        <name>CardMenu</name>
        <message>
            <source>Enrol</source>
            <translation>新会员入会</translation>
        </message>
        <message>
            <source>Review applicants</source>
            <translation>审核申请</translation>
        </message>
        <message>
            <source>Member data</source>
            <translation>会员资料</translation>
        </message>
        <message>
            <source>Issue a card</source>
            <translation>发卡</translation>
        </message>
        <message>
            <source>Replace the card</source>
            <translation>补卡</translation>
        </message>
        <message>
            <source>Report lost</source>
            <translation>挂失</translation>
        </message>
        <message>
            <source>IC card</source>
            <translation>IC 卡</translation>
        </message>
        <message>
            <source>Tier</source>
            <translation>会员级别</translation>
        </message>
        <message>
            <source>Link bank card</source>
            <translation>绑定银行卡</translation>
        </message>
        <message>
            <source>Unlink bank card</source>
            <translation>解绑银行卡</translation>
        </message>
        <message>
            <source>Set the PIN</source>
            <translation>设置密码</translation>
        </message>
        <message>
            <source>Change the PIN</source>
            <translation>修改密码</translation>
        </message>
        <message>
            <source>Unblock the PIN</source>
            <translation>解锁密码</translation>
        </message>
    </context>
    <context>
        <name>CardPage</name>
        <message>
            <source>Tasks</source>
            <translation>事项</translation>
        </message>
        <message>
            <source>Membership and cards</source>
            <translation>会员与卡片</translation>
        </message>
        <message>
            <source>No member is open</source>
            <translation>未打开会员</translation>
        </message>
        <message>
            <source>Yes</source>
            <translation>确认</translation>
        </message>
        <message>
            <source>Something is missing or nothing was changed.</source>
            <translation>还有必填项没有填，或没有改动。</translation>
        </message>
        <message>
            <source>Finish this card first, on the encoder.</source>
            <translation>请先在写卡器上完成这张卡。</translation>
        </message>
    </context>
    <context>
        <name>CardTask</name>
        <message>
            <source>Number on the card</source>
            <translation>卡面号码</translation>
        </message>
        <message>
            <source>The member gets a card. With an encoder, take a blank card.</source>
            <translation>为会员发一张卡。有写卡器时请取一张空白卡。</translation>
        </message>
        <message>
            <source>The old number is blocked at once; balances stay with the member.</source>
            <translation>旧卡号立即停用，余额仍归会员。</translation>
        </message>
        <message>
            <source>The card is blocked at once. Balances stay; replace it when ready.</source>
            <translation>卡片立即停用，余额不变，之后可以补卡。</translation>
        </message>
        <message>
            <source>Issue a card</source>
            <translation>发卡</translation>
        </message>
        <message>
            <source>Replace the card</source>
            <translation>补卡</translation>
        </message>
        <message>
            <source>Block the lost card</source>
            <translation>停用遗失的卡</translation>
        </message>
    </context>
    <context>
        <name>CardWriting</name>
        <message>
            <source>Pull the blank card through the encoder</source>
            <translation>请将空白卡划过写卡器</translation>
        </message>
        <message>
            <source>Pull the same card through once more</source>
            <translation>请将同一张卡再划一次</translation>
        </message>
        <message>
            <source>Step 1 of 2: the number is written</source>
            <translation>第 1 步，共 2 步：写入卡号</translation>
        </message>
        <message>
            <source>Step 2 of 2: the number is read back and compared</source>
            <translation>第 2 步，共 2 步：读回并核对卡号</translation>
        </message>
        <message>
            <source>seconds left, then the encoder stops waiting</source>
            <translation>秒后写卡器不再等待</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Write the card</source>
            <translation>写卡</translation>
        </message>
        <message>
            <source>Card number {number}</source>
            <translation>卡号 {number}</translation>
        </message>
    </context>
    <context>
        <name>CheckInPage</name>
        <message>
            <source>Welcome back</source>
            <translation>欢迎回来</translation>
        </message>
        <message>
            <source>Touch the booking you are here for.</source>
            <translation>请点选您要入住的预订。</translation>
        </message>
        <message numerus="yes">
            <source>%n rooms</source>
            <translation>
                <numerusform>%n 间</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CheckStrip</name>
        <message>
            <source>Is this right? {entry}</source>
            <translation>请核对：{entry}</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>修改</translation>
        </message>
        <message>
            <source>Checked: {entry}</source>
            <translation>已核对：{entry}</translation>
        </message>
    </context>
    <context>
        <name>ConfirmPage</name>
        <message>
            <source>One less</source>
            <translation>减一份</translation>
        </message>
        <message>
            <source>One more</source>
            <translation>加一份</translation>
        </message>
        <message>
            <source>Changes how many. Keys: + and −.</source>
            <translation>改变份数。快捷键：+ 和 −。</translation>
        </message>
        <message>
            <source>This takes</source>
            <translation>需要</translation>
        </message>
        <message>
            <source>You keep</source>
            <translation>换后余</translation>
        </message>
        <message>
            <source>Redeem</source>
            <translation>兑换</translation>
        </message>
        <message>
            <source>{points} points</source>
            <translation>{points} 分</translation>
        </message>
        <message>
            <source>It is one already.</source>
            <translation>已经是一份。</translation>
        </message>
        <message>
            <source>There are no more, or the points do not reach.</source>
            <translation>没有更多库存，或积分不够。</translation>
        </message>
        <message>
            <source>{points} points · {left} are left</source>
            <translation>{points} 分 · 换后余 {left} 分</translation>
        </message>
    </context>
    <context>
        <name>ConsentBox</name>
        <message>
            <source>We keep your name and phone number to run your account: points, stored value, vouchers. They are sealed in our books and go to nobody else. You can have them corrected or erased at the front desk at any time.</source>
            <translation>我们保存您的姓名和手机号，用来管理您的账户：积分、储值、礼券。资料加密存放，不提供给任何人。您可以随时在前台更正或删除。</translation>
        </message>
        <message>
            <source>I am of age and want to be a member of {hotel}.</source>
            <translation>我已成年，愿意成为{hotel}会员。</translation>
        </message>
        <message>
            <source>You may also send me news and offers. I can stop them at any time.</source>
            <translation>也可以给我发送消息和优惠，我可以随时停止。</translation>
        </message>
    </context>
    <context>
        <name>ControlPanel</name>
        <message>
            <source>Swipe a card</source>
            <translation>刷一张卡</translation>
        </message>
        <message>
            <source>Cables</source>
            <translation>电缆</translation>
        </message>
        <message>
            <source>Printer</source>
            <translation>打印机</translation>
        </message>
        <message>
            <source>Last receipt</source>
            <translation>最近一张凭条</translation>
        </message>
        <message>
            <source>Encoder</source>
            <translation>写卡器</translation>
        </message>
        <message>
            <source>InnPoint simulators</source>
            <translation>InnPoint 模拟设备</translation>
        </message>
        <message>
            <source>Enter</source>
            <translation>确认</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>有纸</translation>
        </message>
        <message>
            <source>Paper low</source>
            <translation>纸少</translation>
        </message>
        <message>
            <source>No paper</source>
            <translation>缺纸</translation>
        </message>
        <message>
            <source>Cover open</source>
            <translation>开盖</translation>
        </message>
        <message>
            <source>PIN pad</source>
            <translation>密码键盘</translation>
        </message>
        <message>
            <source>Text from the guest&apos;s phone</source>
            <translation>客人手机发来短信</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Pull the card through</source>
            <translation>划卡</translation>
        </message>
        <message>
            <source>Worn card</source>
            <translation>磨损的卡</translation>
        </message>
        <message>
            <source>waits for a card to write</source>
            <translation>正等待划卡写入</translation>
        </message>
        <message>
            <source>waits for a card to read</source>
            <translation>正等待划卡读取</translation>
        </message>
        <message>
            <source>the pad waits for a PIN</source>
            <translation>键盘等待输入密码</translation>
        </message>
    </context>
    <context>
        <name>Counts</name>
        <message numerus="yes">
            <source>%n nights</source>
            <translation>
                <numerusform>%n 晚</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more nights</source>
            <translation>
                <numerusform>再住 %n 晚</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{have} of %n nights</source>
            <translation>
                <numerusform>{have} / %n 晚</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more stays</source>
            <translation>
                <numerusform>再住 %n 次</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{have} of %n stays</source>
            <translation>
                <numerusform>{have} / %n 次入住</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DayPage</name>
        <message>
            <source>Proof of the day</source>
            <translation>当日核对</translation>
        </message>
        <message>
            <source>The day in figures</source>
            <translation>当日数字</translation>
        </message>
        <message>
            <source>Print last day</source>
            <translation>打印上一日</translation>
        </message>
        <message>
            <source>Proof</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>确认</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Close the day</source>
            <translation>夜审</translation>
        </message>
        <message>
            <source>Being proved…</source>
            <translation>正在核对…</translation>
        </message>
        <message>
            <source>Close {day}</source>
            <translation>夜审 {day}</translation>
        </message>
        <message>
            <source>Then it is {day}</source>
            <translation>之后营业日为 {day}</translation>
        </message>
        <message>
            <source>proved</source>
            <translation>已核对</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>未通过</translation>
        </message>
        <message>
            <source>Slips</source>
            <translation>单据</translation>
        </message>
        <message>
            <source>Points given</source>
            <translation>发放积分</translation>
        </message>
        <message>
            <source>Points redeemed</source>
            <translation>兑换积分</translation>
        </message>
        <message>
            <source>Stored value in</source>
            <translation>储值收入</translation>
        </message>
        <message>
            <source>Stored value out</source>
            <translation>储值支出</translation>
        </message>
        <message>
            <source>Spend posted</source>
            <translation>消费登记</translation>
        </message>
        <message>
            <source>Yes, close the day</source>
            <translation>确认夜审</translation>
        </message>
    </context>
    <context>
        <name>DeskWindow</name>
        <message>
            <source>Something went wrong; nothing more was done. Note the number {number}.</source>
            <translation>程序出错，没有继续执行。请记下编号 {number}。</translation>
        </message>
        <message>
            <source>Back to member</source>
            <translation>返回会员</translation>
        </message>
        <message>
            <source>Back to waiting</source>
            <translation>返回等待</translation>
        </message>
        <message>
            <source>Close shift</source>
            <translation>交班</translation>
        </message>
        <message>
            <source>Open shift</source>
            <translation>开班</translation>
        </message>
        <message>
            <source>No shift is open</source>
            <translation>尚未开班</translation>
        </message>
        <message>
            <source>Shift {letter} · since {time}</source>
            <translation>班次 {letter} · {time} 开班</translation>
        </message>
        <message>
            <source>InnPoint desk · {house}</source>
            <translation>InnPoint 前台 · {house}</translation>
        </message>
    </context>
    <context>
        <name>DevicesPage</name>
        <message>
            <source>Devices</source>
            <translation>设备</translation>
        </message>
        <message>
            <source>Devices of this desk</source>
            <translation>本台设备</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>短信与邮件</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>重新检测</translation>
        </message>
        <message>
            <source>No device is set up</source>
            <translation>没有设置设备</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>型号</translation>
        </message>
        <message>
            <source>Connected at</source>
            <translation>接口</translation>
        </message>
        <message>
            <source>Since</source>
            <translation>自</translation>
        </message>
        <message>
            <source>Books</source>
            <translation>账簿</translation>
        </message>
    </context>
    <context>
        <name>DonePage</name>
        <message>
            <source>Print again</source>
            <translation>再打印一次</translation>
        </message>
        <message>
            <source>More for me</source>
            <translation>继续办理</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>结束</translation>
        </message>
    </context>
    <context>
        <name>EnrolPage</name>
        <message>
            <source>Continue</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Send a new code</source>
            <translation>重新发送</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>手机</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>验证码</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Agreement</source>
            <translation>同意</translation>
        </message>
        <message>
            <source>Code of six digits</source>
            <translation>六位验证码</translation>
        </message>
        <message>
            <source>Phone number</source>
            <translation>手机号</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>您的姓名</translation>
        </message>
        <message>
            <source>Join us</source>
            <translation>加入会员</translation>
        </message>
        <message>
            <source>It costs nothing. We send a code to your phone, so that nobody else uses it.</source>
            <translation>入会免费。我们会发验证码到您的手机，确认是您本人。</translation>
        </message>
        <message>
            <source>The code was sent to {phone}. It holds for five minutes.</source>
            <translation>验证码已发送到 {phone}，五分钟内有效。</translation>
        </message>
        <message>
            <source>Your code</source>
            <translation>验证码</translation>
        </message>
        <message>
            <source>As you would like to be greeted.</source>
            <translation>我们这样称呼您。</translation>
        </message>
        <message>
            <source>Plainly said</source>
            <translation>清楚说明</translation>
        </message>
        <message>
            <source>What we keep, and what you decide.</source>
            <translation>我们保存什么，您决定什么。</translation>
        </message>
        <message>
            <source>Type the number first.</source>
            <translation>请先输入号码。</translation>
        </message>
        <message>
            <source>Write your name first.</source>
            <translation>请先填写姓名。</translation>
        </message>
        <message>
            <source>Agree to the rules first.</source>
            <translation>请先同意章程。</translation>
        </message>
    </context>
    <context>
        <name>EnrolTask</name>
        <message>
            <source>This is no e-mail address. Write it as name@example.com.</source>
            <translation>这不是电子邮箱。请写成 name@example.com。</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Language of receipts</source>
            <translation>凭条语言</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Latin name</source>
            <translation>拉丁姓名</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>手机</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>电子邮箱</translation>
        </message>
        <message>
            <source>Birthday, e.g. 1990-05-01</source>
            <translation>生日，如 1990-05-01</translation>
        </message>
        <message>
            <source>Preferences, with commas</source>
            <translation>偏好，用逗号分开</translation>
        </message>
        <message>
            <source>Agrees to receive hotel news</source>
            <translation>同意接收酒店信息</translation>
        </message>
        <message>
            <source>Issue a card at once</source>
            <translation>同时发卡</translation>
        </message>
        <message>
            <source>Person</source>
            <translation>个人</translation>
        </message>
        <message>
            <source>Company</source>
            <translation>公司</translation>
        </message>
        <message>
            <source>Household</source>
            <translation>家庭</translation>
        </message>
        <message>
            <source>Anonymous card</source>
            <translation>不记名卡</translation>
        </message>
        <message>
            <source>This is no date. Write it as 1990-05-01.</source>
            <translation>这不是日期。请写成 1990-05-01。</translation>
        </message>
    </context>
    <context>
        <name>Entered</name>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Yes, post</source>
            <translation>正确，入账</translation>
        </message>
        <message>
            <source>No answer in time: nothing was taken. Try again.</source>
            <translation>没有及时答复：没有扣款。请重试。</translation>
        </message>
        <message>
            <source>Saved here; it will be confirmed when the line is back.</source>
            <translation>已存于本机，线路恢复后确认。</translation>
        </message>
    </context>
    <context>
        <name>Entering</name>
        <message>
            <source>The amount is the till&apos;s. Esc lets its bill wait.</source>
            <translation>金额由收银机给定；按 Esc 让该单继续等候。</translation>
        </message>
        <message>
            <source>The first part must be less than {rest}.</source>
            <translation>第一笔须小于 {rest}。</translation>
        </message>
    </context>
    <context>
        <name>FaultBench</name>
        <message>
            <source>Faults</source>
            <translation>故障</translation>
        </message>
        <message>
            <source>Worn stripe</source>
            <translation>磁条磨损</translation>
        </message>
        <message>
            <source>Slow PIN pad</source>
            <translation>密码键盘迟缓</translation>
        </message>
        <message>
            <source>Wrong check bytes</source>
            <translation>键盘校验出错</translation>
        </message>
        <message>
            <source>Paper jam</source>
            <translation>卡纸</translation>
        </message>
        <message>
            <source>Drawer open</source>
            <translation>钱箱打开</translation>
        </message>
        <message>
            <source>No mobile network</source>
            <translation>没有移动网络</translation>
        </message>
    </context>
    <context>
        <name>Foot</name>
        <message>
            <source>Shows everything larger, or as before.</source>
            <translation>放大全部内容，或恢复原样。</translation>
        </message>
        <message>
            <source>Shows bright figures on black, or as before.</source>
            <translation>改为黑底亮字，或恢复原样。</translation>
        </message>
        <message>
            <source>Says everything in the other language.</source>
            <translation>改用另一种语言。</translation>
        </message>
        <message>
            <source>Calls somebody of the house to this kiosk.</source>
            <translation>请服务员到自助机旁。</translation>
        </message>
        <message>
            <source>Large text</source>
            <translation>大字</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>高对比</translation>
        </message>
        <message>
            <source>Call staff</source>
            <translation>呼叫服务员</translation>
        </message>
    </context>
    <context>
        <name>FormHead</name>
        <message>
            <source>Anonymous card</source>
            <translation>不记名卡</translation>
        </message>
        <message>
            <source>room {room}</source>
            <translation>{room} 房</translation>
        </message>
    </context>
    <context>
        <name>FormPage</name>
        <message>
            <source>{points} points</source>
            <translation>{points} 分</translation>
        </message>
        <message>
            <source>saved, to be confirmed</source>
            <translation>已保存，待确认</translation>
        </message>
    </context>
    <context>
        <name>FormatPage</name>
        <message>
            <source>How are receipts printed here?</source>
            <translation>本台的凭条怎样打印？</translation>
        </message>
        <message>
            <source>Asked once; it can be changed on this page later.</source>
            <translation>只问一次，以后可在这里修改。</translation>
        </message>
        <message>
            <source>Paper width</source>
            <translation>纸宽</translation>
        </message>
        <message>
            <source>Language of the receipt</source>
            <translation>凭条语言</translation>
        </message>
        <message>
            <source>Copies</source>
            <translation>份数</translation>
        </message>
        <message>
            <source>The hotel&apos;s name as a picture</source>
            <translation>以图片打印店名</translation>
        </message>
        <message>
            <source>QR code that leads to the slip</source>
            <translation>打印单据二维码</translation>
        </message>
        <message>
            <source>Receipt as it will be printed</source>
            <translation>凭条样张</translation>
        </message>
        <message>
            <source>Keep and print</source>
            <translation>保存并打印</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>The guest&apos;s</source>
            <translation>按客人语言</translation>
        </message>
        <message>
            <source>The picture comes with the first slip.</source>
            <translation>有第一张单据后显示样张。</translation>
        </message>
    </context>
    <context>
        <name>GiftPage</name>
        <message>
            <source>Give points away</source>
            <translation>赠送积分</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Enter the phone number or member number of who gets them.</source>
            <translation>请输入对方的手机号或会员号。</translation>
        </message>
        <message>
            <source>Phone or member number</source>
            <translation>手机号或会员号</translation>
        </message>
        <message>
            <source>To {name}, •••• {tail}. You have {points} points. How many?</source>
            <translation>送给 {name}，尾号 {tail}。您有 {points} 分，送多少？</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>积分</translation>
        </message>
        <message>
            <source>Type the number first.</source>
            <translation>请先输入号码。</translation>
        </message>
        <message>
            <source>{points} points for {name}</source>
            <translation>送给 {name} {points} 分</translation>
        </message>
    </context>
    <context>
        <name>Head</name>
        <message>
            <source>Goes one step back. Key: Escape.</source>
            <translation>返回上一步。快捷键：Esc。</translation>
        </message>
        <message>
            <source>Ends the visit and clears this screen.</source>
            <translation>结束办理并清空屏幕。</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>结束</translation>
        </message>
    </context>
    <context>
        <name>HelpPage</name>
        <message>
            <source>Go on meanwhile</source>
            <translation>先继续办理</translation>
        </message>
        <message>
            <source>Somebody is on the way</source>
            <translation>服务员马上就来</translation>
        </message>
        <message>
            <source>The front desk has your call. Please stay here a moment.</source>
            <translation>前台已收到呼叫，请在此稍候。</translation>
        </message>
        <message>
            <source>The front desk is glad to help</source>
            <translation>前台很乐意帮您</translation>
        </message>
        <message>
            <source>Please go to the front desk, or dial {phone} on any house phone.</source>
            <translation>请到前台，或用馆内电话拨 {phone}。</translation>
        </message>
        <message>
            <source>Please go to the front desk; somebody is there day and night.</source>
            <translation>请到前台，昼夜都有人。</translation>
        </message>
    </context>
    <context>
        <name>HistoryPage</name>
        <message>
            <source>Your points</source>
            <translation>积分记录</translation>
        </message>
        <message>
            <source>Nothing has been posted yet. Your first stay will stand here.</source>
            <translation>还没有记录。您的第一次入住会记在这里。</translation>
        </message>
    </context>
    <context>
        <name>HomePage</name>
        <message>
            <source>points to spend</source>
            <translation>可用积分</translation>
        </message>
        <message>
            <source>Stored value</source>
            <translation>储值</translation>
        </message>
        <message>
            <source>Hello, {name}</source>
            <translation>{name}，您好</translation>
        </message>
        <message>
            <source>No. {number}</source>
            <translation>会员号 {number}</translation>
        </message>
        <message>
            <source>{points} points lapse on {day}</source>
            <translation>{points} 分将于 {day} 到期</translation>
        </message>
        <message>
            <source>Rewards</source>
            <translation>兑换礼遇</translation>
        </message>
        <message numerus="yes">
            <source>%n within your reach</source>
            <translation>
                <numerusform>%n 项可换</numerusform>
            </translation>
        </message>
        <message>
            <source>Check in</source>
            <translation>办理入住</translation>
        </message>
        <message>
            <source>My points</source>
            <translation>积分记录</translation>
        </message>
        <message>
            <source>Where they come from</source>
            <translation>每一分的来历</translation>
        </message>
        <message>
            <source>No booking found</source>
            <translation>没有您名下的预订</translation>
        </message>
        <message>
            <source>Statement</source>
            <translation>对账单</translation>
        </message>
        <message>
            <source>Give points</source>
            <translation>赠送积分</translation>
        </message>
        <message>
            <source>To family and friends</source>
            <translation>送给亲友</translation>
        </message>
        <message>
            <source>My card</source>
            <translation>我的会员卡</translation>
        </message>
        <message>
            <source>At the front desk</source>
            <translation>请到前台办理</translation>
        </message>
        <message numerus="yes">
            <source>%n nights</source>
            <translation>
                <numerusform>%n 晚</numerusform>
            </translation>
        </message>
        <message>
            <source>On paper</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>On paper or by e-mail</source>
            <translation>打印或发到邮箱</translation>
        </message>
        <message numerus="yes">
            <source>And %n vouchers</source>
            <translation>
                <numerusform>%n 张礼券</numerusform>
            </translation>
        </message>
        <message>
            <source>On your phone</source>
            <translation>存到手机</translation>
        </message>
    </context>
    <context>
        <name>IcBench</name>
        <message>
            <source>IC card</source>
            <translation>IC 卡</translation>
        </message>
        <message>
            <source>Lay on</source>
            <translation>放卡</translation>
        </message>
        <message>
            <source>Take away</source>
            <translation>取走</translation>
        </message>
        <message>
            <source>Tear while writing</source>
            <translation>写卡时抽走</translation>
        </message>
    </context>
    <context>
        <name>IcTask</name>
        <message>
            <source>What to do</source>
            <translation>要做什么</translation>
        </message>
    </context>
    <context>
        <name>IcWriting</name>
        <message>
            <source>Try again</source>
            <translation>再试一次</translation>
        </message>
        <message>
            <source>Card number {number}</source>
            <translation>卡号 {number}</translation>
        </message>
    </context>
    <context>
        <name>IdentifyPage</name>
        <message>
            <source>Good to see you</source>
            <translation>您好</translation>
        </message>
        <message>
            <source>Swipe your card or lay it on the reader, or enter your phone number.</source>
            <translation>请刷卡、贴卡，或输入手机号。</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Join now</source>
            <translation>加入会员</translation>
        </message>
        <message>
            <source>Phone number</source>
            <translation>手机号</translation>
        </message>
        <message>
            <source>Type the number first.</source>
            <translation>请先输入号码。</translation>
        </message>
    </context>
    <context>
        <name>Key</name>
        <message>
            <source>Changes what was typed.</source>
            <translation>修改已输入的内容。</translation>
        </message>
        <message>
            <source>Types {sign} into the field.</source>
            <translation>在栏内输入 {sign}。</translation>
        </message>
    </context>
    <context>
        <name>Keyboard</name>
        <message>
            <source>Delete the last</source>
            <translation>删除一位</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>空格</translation>
        </message>
        <message>
            <source>More characters</source>
            <translation>更多字</translation>
        </message>
        <message>
            <source>There are no more characters.</source>
            <translation>没有更多字了。</translation>
        </message>
        <message>
            <source>Only among letters.</source>
            <translation>仅用于字母输入。</translation>
        </message>
        <message>
            <source>Empty place {n}</source>
            <translation>空位 {n}</translation>
        </message>
    </context>
    <context>
        <name>LampButton</name>
        <message>
            <source>Opens the page of devices and books.</source>
            <translation>打开设备与账目页面。</translation>
        </message>
        <message>
            <source>A lamp: it only tells how things are.</source>
            <translation>指示灯，仅显示状态。</translation>
        </message>
    </context>
    <context>
        <name>LampRow</name>
        <message>
            <source>{device}: {state}</source>
            <translation>{device}：{state}</translation>
        </message>
        <message>
            <source>{device} {state}</source>
            <translation>{device}{state}</translation>
        </message>
    </context>
    <context>
        <name>LanguageButton</name>
        <message>
            <source>Now {language}; Space or a click takes {next}.</source>
            <translation>现在是{language}；按空格或点击换成{next}。</translation>
        </message>
    </context>
    <context>
        <name>LastSale</name>
        <message>
            <source>Void</source>
            <translation>作废</translation>
        </message>
    </context>
    <context>
        <name>MemberCard</name>
        <message>
            <source>Find by phone</source>
            <translation>按手机号查找</translation>
        </message>
        <message>
            <source>Swipe, lay on or scan the guest&apos;s card.</source>
            <translation>请刷卡、放卡，或扫电子会员卡。</translation>
        </message>
        <message>
            <source>{percent} % off</source>
            <translation>{percent} % 优惠</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>积分</translation>
        </message>
        <message>
            <source>Stored value</source>
            <translation>储值</translation>
        </message>
        <message>
            <source>Vouchers</source>
            <translation>礼券</translation>
        </message>
    </context>
    <context>
        <name>MemberPage</name>
        <message>
            <source>Last slips</source>
            <translation>近期单据</translation>
        </message>
        <message>
            <source>Today&apos;s rights</source>
            <translation>今日礼遇</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>积分</translation>
        </message>
        <message>
            <source>available</source>
            <translation>可用</translation>
        </message>
        <message>
            <source>Stored value</source>
            <translation>储值</translation>
        </message>
        <message>
            <source>Vouchers</source>
            <translation>礼券</translation>
        </message>
        <message>
            <source>None today</source>
            <translation>今天没有</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>No slips yet</source>
            <translation>还没有单据</translation>
        </message>
        <message>
            <source>{count} in all</source>
            <translation>合计 {count}</translation>
        </message>
        <message>
            <source>On hold</source>
            <translation>保留</translation>
        </message>
        <message>
            <source>Expiring {day}</source>
            <translation>即将到期 · {day}</translation>
        </message>
        <message>
            <source>Airline miles, kept apart</source>
            <translation>航空里程 · 另计</translation>
        </message>
        <message>
            <source>{amount} of it bonus</source>
            <translation>含赠送 {amount}</translation>
        </message>
        <message>
            <source>No expiry</source>
            <translation>不过期</translation>
        </message>
        <message>
            <source>{count} in hand</source>
            <translation>{count} 张</translation>
        </message>
        <message>
            <source>None</source>
            <translation>没有礼券</translation>
        </message>
        <message>
            <source>All {count}</source>
            <translation>全部 {count}</translation>
        </message>
    </context>
    <context>
        <name>MessagesPage</name>
        <message>
            <source>Messages</source>
            <translation>短信与邮件</translation>
        </message>
        <message>
            <source>Which messages</source>
            <translation>筛选</translation>
        </message>
        <message>
            <source>Send again</source>
            <translation>再次发送</translation>
        </message>
        <message>
            <source>Give up</source>
            <translation>放弃</translation>
        </message>
        <message>
            <source>Messages to members</source>
            <translation>发给会员的短信与邮件</translation>
        </message>
        <message>
            <source>Alt F</source>
            <translation>Alt F</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Unnamed</source>
            <translation>未具名</translation>
        </message>
        <message>
            <source>No messages</source>
            <translation>没有消息</translation>
        </message>
        <message>
            <source>The hotel&apos;s own sentences are broken; the common ones stand in.</source>
            <translation>酒店自拟的文句有误，现以通用文句代替。</translation>
        </message>
        <message>
            <source>No message is chosen</source>
            <translation>未选消息</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Way</source>
            <translation>方式</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>产生</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>已发送</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络回执</translation>
        </message>
        <message>
            <source>Tries</source>
            <translation>尝试次数</translation>
        </message>
        <message>
            <source>It may have gone: sent again, the guest may read it twice.</source>
            <translation>可能已经发出：再次发送，客人可能收到两次。</translation>
        </message>
    </context>
    <context>
        <name>MinePage</name>
        <message>
            <source>My card</source>
            <translation>我的会员卡</translation>
        </message>
        <message>
            <source>Take a picture of this code: shown at any till it is your card. To spend, you still enter your PIN.</source>
            <translation>请拍下这个码：在任何收银台出示，它就是您的会员卡。消费时仍需输入密码。</translation>
        </message>
        <message>
            <source>My vouchers</source>
            <translation>我的礼券</translation>
        </message>
        <message>
            <source>No vouchers just now.</source>
            <translation>现在没有礼券。</translation>
        </message>
        <message>
            <source>QR code of your card</source>
            <translation>会员卡二维码</translation>
        </message>
        <message>
            <source>until {day}</source>
            <translation>{day}前有效</translation>
        </message>
    </context>
    <context>
        <name>NumberPad</name>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>清除</translation>
        </message>
        <message>
            <source>Plus</source>
            <translation>加</translation>
        </message>
        <message>
            <source>Decimal point</source>
            <translation>小数点</translation>
        </message>
        <message>
            <source>Delete the last</source>
            <translation>删除一位</translation>
        </message>
        <message>
            <source>Delete all</source>
            <translation>全部删除</translation>
        </message>
    </context>
    <context>
        <name>OutletBar</name>
        <message>
            <source>POS link</source>
            <translation>收银机接口</translation>
        </message>
        <message>
            <source>Signed out</source>
            <translation>未登录</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>{device}: {state}</source>
            <translation>{device}：{state}</translation>
        </message>
    </context>
    <context>
        <name>OutletWindow</name>
        <message>
            <source>Staff card of {name}: no member</source>
            <translation>这是 {name} 的工作卡，不是会员卡</translation>
        </message>
        <message>
            <source>Esc clears · F6 void · F8 print again · F12 lock</source>
            <translation>Esc 清空 · F6 作废 · F8 重印 · F12 锁定</translation>
        </message>
        <message>
            <source>InnPoint till · {house}</source>
            <translation>InnPoint 收银 · {house}</translation>
        </message>
        <message numerus="yes">
            <source>Today %n bills</source>
            <translation>
                <numerusform>今日 %n 笔</numerusform>
            </translation>
        </message>
        <message>
            <source>{points} points</source>
            <translation>{points} 分</translation>
        </message>
        <message numerus="yes">
            <source>%n slips wait to be sent</source>
            <translation>
                <numerusform>%n 张单据等待发送</numerusform>
            </translation>
        </message>
        <message>
            <source>Offline · {waiting}</source>
            <translation>离线 · {waiting}</translation>
        </message>
        <message>
            <source>Something went wrong; nothing more was done. Note the number {number}.</source>
            <translation>程序出错，没有继续执行。请记下编号 {number}。</translation>
        </message>
    </context>
    <context>
        <name>OverrideCard</name>
        <message>
            <source>A supervisor must agree</source>
            <translation>需要主管同意</translation>
        </message>
        <message>
            <source>Or swipe the supervisor&apos;s own card.</source>
            <translation>或请主管刷自己的工作卡。</translation>
        </message>
        <message>
            <source>Supervisor</source>
            <translation>主管工号</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>口令</translation>
        </message>
        <message>
            <source>Agree</source>
            <translation>同意</translation>
        </message>
    </context>
    <context>
        <name>Paying</name>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Has {amount}</source>
            <translation>余额 {amount}</translation>
        </message>
        <message>
            <source>Stored value</source>
            <translation>储值</translation>
        </message>
        <message>
            <source>Has {count}</source>
            <translation>有 {count} 分</translation>
        </message>
        <message>
            <source>{count} points are worth {amount}</source>
            <translation>{count} 分抵 {amount}</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>积分</translation>
        </message>
        <message numerus="yes">
            <source>%n in hand</source>
            <translation>
                <numerusform>%n 张可用</numerusform>
            </translation>
        </message>
        <message>
            <source>Voucher</source>
            <translation>礼券</translation>
        </message>
        <message>
            <source>The rest</source>
            <translation>剩余部分</translation>
        </message>
        <message>
            <source>Taken at the till</source>
            <translation>由收银台收取</translation>
        </message>
        <message>
            <source>Split</source>
            <translation>分开支付</translation>
        </message>
        <message>
            <source>Pay a part of the rest by another tender</source>
            <translation>剩余部分改由几种方式支付</translation>
        </message>
    </context>
    <context>
        <name>PhoneCard</name>
        <message>
            <source>More than one: choose with F1 to F3, or type more.</source>
            <translation>不止一位：按 F1 至 F3 选择，或再输几位。</translation>
        </message>
        <message>
            <source>No member has this phone number.</source>
            <translation>没有会员使用此手机号。</translation>
        </message>
        <message>
            <source>Phone number</source>
            <translation>手机号</translation>
        </message>
        <message>
            <source>There are more: type more digits.</source>
            <translation>还有更多：请再输几位。</translation>
        </message>
        <message>
            <source>At least the last {count} digits; Enter opens.</source>
            <translation>至少输入末 {count} 位；按 Enter 打开。</translation>
        </message>
    </context>
    <context>
        <name>PinCard</name>
        <message>
            <source>For {amount}</source>
            <translation>用于 {amount}</translation>
        </message>
        <message>
            <source>seconds left, then nothing is taken</source>
            <translation>秒后自动取消，不会扣款</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Guest enters PIN on the pad</source>
            <translation>请客人在键盘上输入密码</translation>
        </message>
        <message>
            <source>Guest enters the old PIN</source>
            <translation>请客人输入原密码</translation>
        </message>
        <message>
            <source>Guest chooses a new PIN</source>
            <translation>请客人设置新密码</translation>
        </message>
        <message>
            <source>Guest enters it once more</source>
            <translation>请客人再输入一次</translation>
        </message>
    </context>
    <context>
        <name>PinPage</name>
        <message>
            <source>The PIN pad is below the screen. Please cover it with your hand.</source>
            <translation>密码键盘在屏幕下方，请用手遮挡。</translation>
        </message>
        <message>
            <source>seconds, then it ends by itself</source>
            <translation>秒后自动取消</translation>
        </message>
        <message>
            <source>Nothing is taken before you confirm</source>
            <translation>未确认不会扣除</translation>
        </message>
        <message>
            <source>This screen never asks for a PIN. If something is odd, call staff.</source>
            <translation>屏幕上从不要求输入密码。如有疑问，请呼叫服务员。</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Choose a PIN of six digits, on the pad</source>
            <translation>请在键盘上设置六位密码</translation>
        </message>
        <message>
            <source>Enter the same PIN once more</source>
            <translation>请再输入一次</translation>
        </message>
        <message>
            <source>Please enter your PIN on the pad</source>
            <translation>请在键盘上输入密码</translation>
        </message>
    </context>
    <context>
        <name>PinTask</name>
        <message>
            <source>The guest chooses a PIN on the pad and enters it twice.</source>
            <translation>客人在密码键盘上设置密码，输入两次。</translation>
        </message>
        <message>
            <source>The guest enters the old PIN, then the new one twice.</source>
            <translation>客人先输入原密码，再输入两次新密码。</translation>
        </message>
        <message>
            <source>A supervisor agrees; the guest chooses a new PIN.</source>
            <translation>主管同意后，由客人设置新密码。</translation>
        </message>
        <message>
            <source>Set a PIN</source>
            <translation>设置密码</translation>
        </message>
        <message>
            <source>Change the PIN</source>
            <translation>修改密码</translation>
        </message>
        <message>
            <source>Unblock the PIN</source>
            <translation>解锁密码</translation>
        </message>
    </context>
    <context>
        <name>PosBills</name>
        <message>
            <source>The till took bill {bill} back: nothing is posted.</source>
            <translation>收银机已撤回账单 {bill}，未入账。</translation>
        </message>
        <message>
            <source>The till could not be told of bill {bill}; it hears when it asks again.</source>
            <translation>账单 {bill} 的结果未能告知收银机；它再次询问时即可得知。</translation>
        </message>
        <message>
            <source>Bill {bill} is the till&apos;s alone: no member.</source>
            <translation>账单 {bill} 为非会员，由收银机自行收款。</translation>
        </message>
        <message>
            <source>Bill {bill} waits no more, or the till could not be told.</source>
            <translation>账单 {bill} 已不在等候，或未能告知收银机。</translation>
        </message>
        <message>
            <source>Bill {bill} waits no more: nothing is posted.</source>
            <translation>账单 {bill} 已不在等候，未入账。</translation>
        </message>
    </context>
    <context>
        <name>PosStrip</name>
        <message>
            <source>Take</source>
            <translation>取单</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一单</translation>
        </message>
        <message>
            <source>No member</source>
            <translation>非会员</translation>
        </message>
        <message>
            <source>From the till</source>
            <translation>收银机来单</translation>
        </message>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>另有 %n 单</numerusform>
            </translation>
        </message>
        <message>
            <source>No bills from the till</source>
            <translation>收不到收银机的账单</translation>
        </message>
    </context>
    <context>
        <name>PreviewCard</name>
        <message>
            <source>This posting</source>
            <translation>这一笔</translation>
        </message>
        <message>
            <source>Posted, {slip}</source>
            <translation>已入账，{slip}</translation>
        </message>
        <message>
            <source>Preview, not posted yet</source>
            <translation>预览，尚未入账</translation>
        </message>
        <message>
            <source>What it gives and takes is shown here while you type.</source>
            <translation>输入时，这里显示得失与余额。</translation>
        </message>
        <message>
            <source>Neither money nor points move.</source>
            <translation>不涉及金额和积分。</translation>
        </message>
        <message>
            <source>Points earned</source>
            <translation>本次得分</translation>
        </message>
        <message>
            <source>Points {a} → {b}</source>
            <translation>积分 {a} → {b}</translation>
        </message>
        <message>
            <source>Stored value {a} → {b}</source>
            <translation>储值 {a} → {b}</translation>
        </message>
    </context>
    <context>
        <name>RedeemPage</name>
        <message>
            <source>Rewards</source>
            <translation>奖品</translation>
        </message>
        <message>
            <source>Quantity</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>Reward</source>
            <translation>奖品</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>PIN</source>
            <translation>密码</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message numerus="yes">
            <source>%n left</source>
            <translation>
                <numerusform>余 %n</numerusform>
            </translation>
        </message>
        <message>
            <source>{count} points available</source>
            <translation>可用 {count} 分</translation>
        </message>
        <message>
            <source>{points} points</source>
            <translation>{points} 分</translation>
        </message>
        <message>
            <source>Yes, redeem</source>
            <translation>正确，兑换</translation>
        </message>
    </context>
    <context>
        <name>ResultBar</name>
        <message>
            <source>Print</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>ReviewTask</name>
        <message>
            <source>Answer</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Why, when rejected</source>
            <translation>拒绝时的原因</translation>
        </message>
        <message>
            <source>Applicants</source>
            <translation>申请人</translation>
        </message>
        <message>
            <source>Approve</source>
            <translation>核准</translation>
        </message>
        <message>
            <source>Reject</source>
            <translation>拒绝</translation>
        </message>
        <message>
            <source>Nobody waits for review</source>
            <translation>没有待审的申请</translation>
        </message>
    </context>
    <context>
        <name>RewardCard</name>
        <message>
            <source>{points} points</source>
            <translation>{points} 分</translation>
        </message>
        <message>
            <source>Yours now</source>
            <translation>现在可换</translation>
        </message>
        <message>
            <source>{points} to go</source>
            <translation>差 {points} 分</translation>
        </message>
        <message>
            <source>None left</source>
            <translation>已换完</translation>
        </message>
        <message>
            <source>Not yet</source>
            <translation>暂不可换</translation>
        </message>
        <message numerus="yes">
            <source>%n left</source>
            <translation>
                <numerusform>余 %n 份</numerusform>
            </translation>
        </message>
        <message>
            <source>points</source>
            <comment>after the price of a reward</comment>
            <translation>分</translation>
        </message>
    </context>
    <context>
        <name>RewardsPage</name>
        <message>
            <source>What would you like?</source>
            <translation>想换点什么？</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Yours now</source>
            <translation>现在可换</translation>
        </message>
        <message>
            <source>Nothing is within your reach yet. Each stay brings you closer.</source>
            <translation>现在还没有可换的。每次入住都更近一步。</translation>
        </message>
        <message>
            <source>You have {points}</source>
            <translation>您有 {points} 分</translation>
        </message>
    </context>
    <context>
        <name>Router</name>
        <message>
            <source>Staff card of {name}: no member</source>
            <translation>这是 {name} 的工作卡，不是会员卡</translation>
        </message>
    </context>
    <context>
        <name>SearchLine</name>
        <message>
            <source>Card, phone, member number, name or pinyin initials, bill number</source>
            <translation>卡号、手机、会员号、姓名或拼音首字母、账单号</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Search results</source>
            <translation>搜索结果</translation>
        </message>
        <message>
            <source>Nobody found. Try the phone number, or swipe the card. Enrol: F7</source>
            <translation>没有找到。请试手机号或刷卡；入会请按 F7</translation>
        </message>
        <message>
            <source>Room {room}</source>
            <translation>{room} 房</translation>
        </message>
        <message>
            <source>Card</source>
            <translation>卡号</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>手机</translation>
        </message>
        <message>
            <source>Member no.</source>
            <translation>会员号</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>姓名</translation>
        </message>
        <message>
            <source>Bill</source>
            <translation>账单</translation>
        </message>
    </context>
    <context>
        <name>Selling</name>
        <message>
            <source>Swipe the guest&apos;s card first.</source>
            <translation>请先刷会员卡。</translation>
        </message>
        <message>
            <source>{points} points</source>
            <translation>{points} 分</translation>
        </message>
        <message>
            <source>No answer in time: it was withdrawn, nothing was taken.</source>
            <translation>未及时答复：单据已撤回，分文未扣。</translation>
        </message>
        <message>
            <source>Saved here; it will be confirmed when the line is back.</source>
            <translation>已存于本机，线路恢复后确认。</translation>
        </message>
    </context>
    <context>
        <name>ServicePage</name>
        <message>
            <source>Service</source>
            <translation>维护</translation>
        </message>
        <message>
            <source>Test print</source>
            <translation>测试打印</translation>
        </message>
        <message>
            <source>Prove the books</source>
            <translation>校验账目</translation>
        </message>
        <message>
            <source>Start anew</source>
            <translation>重新启动</translation>
        </message>
        <message>
            <source>Close the kiosk</source>
            <translation>关闭自助机</translation>
        </message>
        <message>
            <source>InnPoint {version} · {slips} slips today</source>
            <translation>InnPoint {version} · 今日 {slips} 单</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Network: {addresses}</source>
            <translation>网络：{addresses}</translation>
        </message>
        <message>
            <source>not proved yet</source>
            <translation>尚未校验</translation>
        </message>
        <message>
            <source>Books: {found}</source>
            <translation>账目：{found}</translation>
        </message>
        <message>
            <source>Voice: switched off in the settings</source>
            <translation>语音：已在设置中关闭</translation>
        </message>
        <message>
            <source>Voice: pages are read aloud on the earphone</source>
            <translation>语音：页面内容由耳机朗读</translation>
        </message>
        <message>
            <source>Voice: the program espeak-ng is not installed</source>
            <translation>语音：未安装 espeak-ng 程序</translation>
        </message>
        <message>
            <source>Voice: no sound comes out; look at the sound card</source>
            <translation>语音：没有声音，请检查声卡</translation>
        </message>
    </context>
    <context>
        <name>ShiftPage</name>
        <message>
            <source>Float in the drawer</source>
            <translation>备用金</translation>
        </message>
        <message>
            <source>Why it differs</source>
            <translation>差异原因</translation>
        </message>
        <message>
            <source>Count</source>
            <translation>清点</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Tender</source>
            <translation>付款方式</translation>
        </message>
        <message>
            <source>Expected</source>
            <translation>应有</translation>
        </message>
        <message>
            <source>Counted</source>
            <translation>实点</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>Print X</source>
            <translation>打印 X 报表</translation>
        </message>
        <message>
            <source>Print last Z</source>
            <translation>打印上一张 Z 报表</translation>
        </message>
        <message>
            <source>Open the shift</source>
            <translation>开班</translation>
        </message>
        <message>
            <source>Count the float first</source>
            <translation>请先清点备用金</translation>
        </message>
        <message>
            <source>Close shift {letter}</source>
            <translation>交班 {letter}</translation>
        </message>
        <message>
            <source>{name} · since {time} · float {amount}</source>
            <translation>{name} · {time} 开班 · 备用金 {amount}</translation>
        </message>
        <message>
            <source>{tender}, counted</source>
            <translation>{tender}，实点</translation>
        </message>
        <message>
            <source>X report, so far</source>
            <translation>X 报表，截至目前</translation>
        </message>
        <message>
            <source>Slips</source>
            <translation>单据</translation>
        </message>
        <message>
            <source>of these void</source>
            <translation>其中作废</translation>
        </message>
        <message>
            <source>Points given</source>
            <translation>发放积分</translation>
        </message>
        <message>
            <source>Points redeemed</source>
            <translation>兑换积分</translation>
        </message>
        <message>
            <source>Stored value in</source>
            <translation>储值收入</translation>
        </message>
        <message>
            <source>Stored value out</source>
            <translation>储值支出</translation>
        </message>
        <message>
            <source>Spend posted</source>
            <translation>消费登记</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>float {amount}</source>
            <translation>备用金 {amount}</translation>
        </message>
        <message>
            <source>{amount} counted</source>
            <translation>实点 {amount}</translation>
        </message>
        <message>
            <source>Yes, close</source>
            <translation>确认交班</translation>
        </message>
        <message>
            <source>Yes, open</source>
            <translation>确认开班</translation>
        </message>
    </context>
    <context>
        <name>SignInPage</name>
        <message>
            <source>Operator</source>
            <translation>工号</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>口令</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>登录</translation>
        </message>
        <message>
            <source>or swipe your staff card</source>
            <translation>或刷工作卡</translation>
        </message>
        <message>
            <source>Locked</source>
            <translation>已锁定</translation>
        </message>
        <message>
            <source>{name} was here</source>
            <translation>{name} 暂离</translation>
        </message>
        <message>
            <source>{name} was here; the shift stays open</source>
            <translation>{name} 暂离，班次保持打开</translation>
        </message>
        <message>
            <source>Good day</source>
            <translation>您好</translation>
        </message>
    </context>
    <context>
        <name>SpendPage</name>
        <message>
            <source>Outlet</source>
            <translation>营业点</translation>
        </message>
        <message>
            <source>Bill number</source>
            <translation>账单号</translation>
        </message>
        <message>
            <source>Amount</source>
            <translation>消费金额</translation>
        </message>
        <message>
            <source>See that slip</source>
            <translation>看原登记</translation>
        </message>
        <message>
            <source>Change the number</source>
            <translation>改账单号</translation>
        </message>
        <message>
            <source>Tender</source>
            <translation>付款方式</translation>
        </message>
        <message>
            <source>Bill</source>
            <translation>账单</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>PIN</source>
            <translation>密码</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>{points} points</source>
            <translation>{points} 分</translation>
        </message>
        <message>
            <source>Still to pay</source>
            <translation>还需收取</translation>
        </message>
        <message>
            <source>{amount} to pay</source>
            <translation>应付 {amount}</translation>
        </message>
    </context>
    <context>
        <name>Splits</name>
        <message>
            <source>Tender of part {n}</source>
            <translation>第 {n} 部分的付款方式</translation>
        </message>
        <message>
            <source>Amount of part {n}</source>
            <translation>第 {n} 部分的金额</translation>
        </message>
        <message>
            <source>Remove part {n}</source>
            <translation>去掉第 {n} 部分</translation>
        </message>
        <message>
            <source>Remove this part</source>
            <translation>去掉这一部分</translation>
        </message>
    </context>
    <context>
        <name>StatementPage</name>
        <message>
            <source>Your statement</source>
            <translation>对账单</translation>
        </message>
        <message>
            <source>Points to spend</source>
            <translation>可用积分</translation>
        </message>
        <message>
            <source>Stored value</source>
            <translation>储值</translation>
        </message>
        <message>
            <source>Vouchers</source>
            <translation>礼券</translation>
        </message>
        <message>
            <source>Print it</source>
            <translation>打印</translation>
        </message>
        <message>
            <source>Send it by e-mail</source>
            <translation>发到邮箱</translation>
        </message>
        <message>
            <source>The e-mail goes to {address}, the address you gave us.</source>
            <translation>将发送到您留下的邮箱 {address}。</translation>
        </message>
        <message>
            <source>Your statement is in the tray below.</source>
            <translation>对账单在下方出纸口。</translation>
        </message>
        <message>
            <source>It is on its way to you.</source>
            <translation>已发出。</translation>
        </message>
        <message>
            <source>There is no e-mail address on your account. The front desk adds it.</source>
            <translation>您的账户没有邮箱，前台可以添加。</translation>
        </message>
        <message>
            <source>The e-mail could not be sent just now. Print it instead.</source>
            <translation>邮件暂时发不出，请打印。</translation>
        </message>
    </context>
    <context>
        <name>StayPage</name>
        <message>
            <source>Room</source>
            <translation>房号</translation>
        </message>
        <message>
            <source>Nights</source>
            <translation>晚数</translation>
        </message>
        <message>
            <source>Rate class</source>
            <translation>房价类型</translation>
        </message>
        <message>
            <source>The stay earns</source>
            <translation>本次入住积</translation>
        </message>
        <message>
            <source>Stay</source>
            <translation>入住</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message numerus="yes">
            <source>Room {room}, %n nights, arrived {day}. Enter checks out.</source>
            <translation>
                <numerusform>{room} 房，%n 晚，{day}入住。按回车退房。</numerusform>
            </translation>
        </message>
        <message>
            <source>Points</source>
            <translation>积分</translation>
        </message>
        <message>
            <source>Airline miles</source>
            <translation>航空里程</translation>
        </message>
        <message>
            <source>Points and miles</source>
            <translation>积分和里程</translation>
        </message>
        <message>
            <source>Room and nights are needed.</source>
            <translation>请填房号和晚数。</translation>
        </message>
        <message>
            <source>Room {room} leaves</source>
            <translation>{room} 房退房</translation>
        </message>
        <message numerus="yes">
            <source>Room {room}, %n nights</source>
            <translation>
                <numerusform>{room} 房，%n 晚</numerusform>
            </translation>
        </message>
        <message>
            <source>Yes, check out</source>
            <translation>确认退房</translation>
        </message>
        <message>
            <source>Yes, check in</source>
            <translation>确认入住</translation>
        </message>
    </context>
    <context>
        <name>StillThere</name>
        <message>
            <source>Any key or touch does the same.</source>
            <translation>按任意键或触摸屏幕均可。</translation>
        </message>
        <message>
            <source>Ends the visit and clears this screen.</source>
            <translation>结束办理并清空屏幕。</translation>
        </message>
        <message>
            <source>Press any key to go on.</source>
            <translation>按任意键继续。</translation>
        </message>
        <message>
            <source>Are you still there?</source>
            <translation>您还在吗？</translation>
        </message>
        <message>
            <source>Otherwise everything of yours is cleared from this screen.</source>
            <translation>否则将清除屏幕上您的全部信息。</translation>
        </message>
        <message>
            <source>I am here</source>
            <translation>我还在</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>结束</translation>
        </message>
    </context>
    <context>
        <name>SumsCard</name>
        <message>
            <source>Split</source>
            <translation>拆分</translation>
        </message>
        <message>
            <source>To pay</source>
            <translation>应收</translation>
        </message>
        <message>
            <source>Points earned</source>
            <translation>本次得分</translation>
        </message>
        <message>
            <source>1   Swipe the guest&apos;s card</source>
            <translation>1   请刷会员卡</translation>
        </message>
        <message>
            <source>2   Type the amount, choose how it is paid</source>
            <translation>2   输入金额，选择付款方式</translation>
        </message>
        <message>
            <source>3   Enter posts and prints</source>
            <translation>3   按 Enter 入账并打印</translation>
        </message>
    </context>
    <context>
        <name>TenderBar</name>
        <message>
            <source>Stored value</source>
            <translation>储值</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>积分</translation>
        </message>
        <message>
            <source>Voucher</source>
            <translation>礼券</translation>
        </message>
    </context>
    <context>
        <name>TierTask</name>
        <message>
            <source>What is wanted</source>
            <translation>办理事项</translation>
        </message>
        <message>
            <source>Paid by</source>
            <translation>付款方式</translation>
        </message>
        <message>
            <source>Decline the invitation to {tier}</source>
            <translation>谢绝{tier}邀请</translation>
        </message>
        <message>
            <source>Accept the invitation to {tier}</source>
            <translation>接受{tier}邀请</translation>
        </message>
        <message>
            <source>Apply for {tier}</source>
            <translation>申请{tier}</translation>
        </message>
        <message>
            <source>Buy {tier} for {price}</source>
            <translation>以 {price} 购买{tier}</translation>
        </message>
    </context>
    <context>
        <name>TillBench</name>
        <message>
            <source>Another maker&apos;s till</source>
            <translation>其他厂商的收银机</translation>
        </message>
        <message>
            <source>Send a bill</source>
            <translation>发来一单</translation>
        </message>
        <message>
            <source>Take it back</source>
            <translation>撤回</translation>
        </message>
    </context>
    <context>
        <name>TillPage</name>
        <message>
            <source>Sale: type the amount, Enter posts it</source>
            <translation>收银：输入金额，按 Enter 入账</translation>
        </message>
        <message>
            <source>F1 to F4 choose the tender, F5 finds a guest, F6 voids the last sale.</source>
            <translation>F1 至 F4 选择付款方式，F5 查找宾客，F6 作废上一单。</translation>
        </message>
        <message>
            <source>Post and print</source>
            <translation>入账并打印</translation>
        </message>
        <message>
            <source>Take this part</source>
            <translation>收这一笔</translation>
        </message>
        <message>
            <source>voided</source>
            <translation>已作废</translation>
        </message>
        <message>
            <source>posted</source>
            <translation>已入账</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Colours: dark (Ctrl+T)</source>
            <translation>配色：深色（Ctrl+T）</translation>
        </message>
        <message>
            <source>Colours: high contrast (Ctrl+T)</source>
            <translation>配色：高对比（Ctrl+T）</translation>
        </message>
        <message>
            <source>Colours: light (Ctrl+T)</source>
            <translation>配色：浅色（Ctrl+T）</translation>
        </message>
        <message>
            <source>{place} · Business date {day}</source>
            <translation>{place} · 营业日 {day}</translation>
        </message>
        <message>
            <source>TRAINING · {where}</source>
            <translation>培训 · {where}</translation>
        </message>
        <message>
            <source>Signed out</source>
            <translation>未登录</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Takes the next colours: light, dark, high contrast</source>
            <translation>依次切换：浅色、深色、高对比</translation>
        </message>
    </context>
    <context>
        <name>TopUpPage</name>
        <message>
            <source>Amount</source>
            <translation>充值金额</translation>
        </message>
        <message>
            <source>Paid by</source>
            <translation>付款方式</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Top up {amount}, {tender}</source>
            <translation>充值 {amount}，{tender}</translation>
        </message>
        <message>
            <source>Yes, top up</source>
            <translation>正确，充值</translation>
        </message>
        <message>
            <source>To collect</source>
            <translation>应收</translation>
        </message>
    </context>
    <context>
        <name>Turning</name>
        <message>
            <source>This is the first page.</source>
            <translation>已是第一页。</translation>
        </message>
        <message>
            <source>This is the last page.</source>
            <translation>已是最后一页。</translation>
        </message>
        <message>
            <source>Previous page</source>
            <translation>上一页</translation>
        </message>
        <message>
            <source>Next page</source>
            <translation>下一页</translation>
        </message>
    </context>
    <context>
        <name>UndoCard</name>
        <message>
            <source>Void {slip}: why?</source>
            <translation>作废 {slip}：原因？</translation>
        </message>
        <message>
            <source>Returned</source>
            <translation>退单</translation>
        </message>
        <message>
            <source>Wrong sum</source>
            <translation>金额有误</translation>
        </message>
        <message>
            <source>Wrong card</source>
            <translation>会员有误</translation>
        </message>
        <message>
            <source>Another reason</source>
            <translation>其他原因</translation>
        </message>
        <message>
            <source>Void</source>
            <translation>作废</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>保留</translation>
        </message>
    </context>
    <context>
        <name>UndoPage</name>
        <message>
            <source>Slips</source>
            <translation>单据</translation>
        </message>
        <message>
            <source>What is done</source>
            <translation>处理方式</translation>
        </message>
        <message>
            <source>Amount given back</source>
            <translation>退还金额</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>Print again</source>
            <translation>重印凭条</translation>
        </message>
        <message>
            <source>Void or refund</source>
            <translation>作废或退款</translation>
        </message>
        <message>
            <source>Choose a slip</source>
            <translation>请选择单据</translation>
        </message>
        <message>
            <source>Void</source>
            <translation>作废</translation>
        </message>
        <message>
            <source>Refund</source>
            <translation>退款</translation>
        </message>
        <message>
            <source>Yes, refund</source>
            <translation>确认退款</translation>
        </message>
        <message>
            <source>Yes, void</source>
            <translation>确认作废</translation>
        </message>
        <message>
            <source>To give back</source>
            <translation>应退</translation>
        </message>
    </context>
    <context>
        <name>WaitingPage</name>
        <message>
            <source>Last slips</source>
            <translation>最近单据</translation>
        </message>
        <message>
            <source>Please swipe the card</source>
            <translation>请刷会员卡</translation>
        </message>
        <message>
            <source>Swipe, insert or tap, on any page</source>
            <translation>刷卡、插卡、贴卡均可，任何页面都有效</translation>
        </message>
        <message>
            <source>New member</source>
            <translation>新会员入会</translation>
        </message>
        <message>
            <source>Shift</source>
            <translation>班次</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>Spend posted</source>
            <translation>消费登记</translation>
        </message>
        <message>
            <source>Points given</source>
            <translation>发放积分</translation>
        </message>
        <message>
            <source>Slips</source>
            <translation>单据</translation>
        </message>
        <message>
            <source>Stored value, net</source>
            <translation>储值净增</translation>
        </message>
        <message>
            <source>Points redeemed</source>
            <translation>兑换积分</translation>
        </message>
        <message>
            <source>New members</source>
            <translation>新会员</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>as of {time}</source>
            <translation>截至 {time}</translation>
        </message>
        <message>
            <source>in {taken}, out {spent}</source>
            <translation>收 {taken}，支 {spent}</translation>
        </message>
        <message numerus="yes">
            <source>%n bills</source>
            <translation>
                <numerusform>%n 笔账单</numerusform>
            </translation>
        </message>
        <message>
            <source>for spend and stays</source>
            <translation>消费与住店</translation>
        </message>
        <message numerus="yes">
            <source>%n voided</source>
            <translation>
                <numerusform>作废 %n 张</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n times</source>
            <translation>
                <numerusform>%n 次</numerusform>
            </translation>
        </message>
        <message>
            <source>{count} this month</source>
            <translation>本月 {count}</translation>
        </message>
    </context>
    <context>
        <name>WhoCard</name>
        <message>
            <source>Preferences</source>
            <translation>偏好</translation>
        </message>
        <message>
            <source>Desk note</source>
            <translation>前台备注</translation>
        </message>
        <message>
            <source>Anonymous card</source>
            <translation>不记名卡</translation>
        </message>
        <message>
            <source>Room {room}</source>
            <translation>{room} 房</translation>
        </message>
        <message>
            <source>No. {number}</source>
            <translation>会员号 {number}</translation>
        </message>
        <message>
            <source>card •••• {tail}</source>
            <translation>卡 •••• {tail}</translation>
        </message>
        <message>
            <source>since {year}</source>
            <translation>{year} 年入会</translation>
        </message>
        <message>
            <source>receipts in Chinese</source>
            <translation>凭条用中文</translation>
        </message>
        <message>
            <source>receipts in English</source>
            <translation>凭条用英文</translation>
        </message>
        <message>
            <source>Phone •••• {tail}</source>
            <translation>手机 •••• {tail}</translation>
        </message>
    </context>
    <context>
        <name>WhyPage</name>
        <message>
            <source>Neither points nor money moved.</source>
            <translation>没有积分或金额变动。</translation>
        </message>
        <message>
            <source>Bill {bill}</source>
            <translation>账单 {bill}</translation>
        </message>
    </context>
    <context>
        <name>access</name>
        <message>
            <source>Enter or Space presses it.</source>
            <translation>按 Enter 或空格键执行。</translation>
        </message>
        <message>
            <source>Key: {keys}.</source>
            <translation>快捷键：{keys}。</translation>
        </message>
        <message>
            <source>{note}. {keys}</source>
            <translation>{note}。{keys}</translation>
        </message>
        <message>
            <source>What is typed stays hidden. Enter goes on.</source>
            <translation>输入的内容不显示。按 Enter 继续。</translation>
        </message>
        <message>
            <source>Type the text. Enter goes on.</source>
            <translation>请输入文字，按 Enter 继续。</translation>
        </message>
        <message>
            <source>An amount in {symbol}. A sum like 428+260= is worked out.</source>
            <translation>金额，单位 {symbol}。输入 428+260= 会自动算出。</translation>
        </message>
        <message>
            <source>Whole points, in digits.</source>
            <translation>整数积分，用数字输入。</translation>
        </message>
        <message>
            <source>{name}: Up and Down choose, Alt and Down open the list.</source>
            <translation>{name}：上下键选择，Alt 加下键展开列表。</translation>
        </message>
        <message>
            <source>Space ticks it, or takes the tick away.</source>
            <translation>按空格键勾选或取消。</translation>
        </message>
        <message>
            <source>Up and Down move, Enter chooses, Space opens the details.</source>
            <translation>上下键移动，Enter 选定，空格键展开明细。</translation>
        </message>
        <message>
            <source>Up and Down, Page Up and Page Down move it.</source>
            <translation>用上下键或 Page Up、Page Down 滚动。</translation>
        </message>
        <message>
            <source>Type a part; Up and Down choose what was found, Enter opens it.</source>
            <translation>输入一部分；上下键选择结果，Enter 打开。</translation>
        </message>
    </context>
    <context>
        <name>guest</name>
        <message>
            <source>Your room is {room}. Have a good stay!</source>
            <translation>您的房间是 {room}。祝您入住愉快！</translation>
        </message>
        <message>
            <source>The front desk has your key ready. Have a good stay!</source>
            <translation>房卡在前台。祝您入住愉快！</translation>
        </message>
        <message>
            <source>You are checked in</source>
            <translation>已办理入住</translation>
        </message>
        <message>
            <source>It did not work just now, and nothing was taken. Please try again.</source>
            <translation>刚才没有成功，没有扣除任何东西。请再试一次。</translation>
        </message>
        <message>
            <source>The answer did not come in time. Look at your points in a minute: it is done, or it is not.</source>
            <translation>没有及时得到答复。请过一分钟查看积分记录：要么已办好，要么没有办。</translation>
        </message>
        <message>
            <source>Enjoy it!</source>
            <translation>兑换成功</translation>
        </message>
        <message>
            <source>Your voucher for {reward} is in the tray below. You keep {points} points.</source>
            <translation>{reward}的礼券在下方出纸口。您还有 {points} 分。</translation>
        </message>
        <message>
            <source>No voucher, no points taken</source>
            <translation>没有出券，没有扣分</translation>
        </message>
        <message>
            <source>Every point is back on your account. The front desk can do it for you.</source>
            <translation>积分已全部退回您的账户。前台可以为您办理。</translation>
        </message>
        <message>
            <source>A PIN of your own</source>
            <translation>设置密码</translation>
        </message>
        <message>
            <source>Only you know it; nobody else can spend with it.</source>
            <translation>只有您知道，别人无法使用。</translation>
        </message>
        <message>
            <source>Welcome to the club</source>
            <translation>欢迎加入</translation>
        </message>
        <message>
            <source>Your member number is {number}. Your card for the phone is under “My card”.</source>
            <translation>您的会员号是 {number}。手机会员卡在“我的会员卡”里。</translation>
        </message>
        <message>
            <source>{points} points are left</source>
            <translation>还剩 {points} 分</translation>
        </message>
        <message>
            <source>Given, with your regards</source>
            <translation>已送出</translation>
        </message>
        <message>
            <source>{points} points are on the account of {name}.</source>
            <translation>{points} 分已到 {name} 的账户。</translation>
        </message>
        <message>
            <source>This needs {needs} points; you have {has}.</source>
            <translation>需要 {needs} 分，您有 {has} 分。</translation>
        </message>
        <message>
            <source>The PIN was not right. You have {left} more tries.</source>
            <translation>密码不对，还可以试 {left} 次。</translation>
        </message>
        <message>
            <source>The PIN is blocked after three wrong tries. The front desk can help.</source>
            <translation>密码错了三次，已锁定。前台可以帮您。</translation>
        </message>
        <message>
            <source>You have no PIN yet. The front desk sets one in a minute.</source>
            <translation>您还没有密码，前台一分钟就能设好。</translation>
        </message>
        <message>
            <source>The PIN pad did not answer clearly. Please try again.</source>
            <translation>键盘没有正确回应，请再试一次。</translation>
        </message>
        <message>
            <source>This card is not one of ours. Use your phone number, or join now.</source>
            <translation>这不是我们的会员卡。请用手机号，或现在入会。</translation>
        </message>
        <message>
            <source>This card cannot be used. Please see the front desk.</source>
            <translation>这张卡不能使用，请到前台。</translation>
        </message>
        <message>
            <source>You have a newer card. Please use that one.</source>
            <translation>您有更新的卡，请用新卡。</translation>
        </message>
        <message>
            <source>This card has expired. The front desk has a new one.</source>
            <translation>这张卡已过期，前台可以换新卡。</translation>
        </message>
        <message>
            <source>This is a bank card. Please use your member card.</source>
            <translation>这是银行卡，请用会员卡。</translation>
        </message>
        <message>
            <source>The card could not be read. Please try it once more.</source>
            <translation>没有读到卡，请再试一次。</translation>
        </message>
        <message>
            <source>Nobody was found under this number.</source>
            <translation>没有找到这个号码。</translation>
        </message>
        <message>
            <source>Your membership is not active yet. The front desk can tell you more.</source>
            <translation>您的会籍尚未生效，详情请问前台。</translation>
        </message>
        <message>
            <source>This is no phone number. Please check the digits.</source>
            <translation>这不是手机号，请核对数字。</translation>
        </message>
        <message>
            <source>You are a member already. Go back and enter this phone number.</source>
            <translation>您已经是会员。请返回并输入这个手机号。</translation>
        </message>
        <message>
            <source>There is none left just now.</source>
            <translation>暂时没有了。</translation>
        </message>
        <message>
            <source>This is for members of a higher tier.</source>
            <translation>更高级别的会员可以兑换。</translation>
        </message>
        <message>
            <source>Your arrival is on another day.</source>
            <translation>您的入住日期是另一天。</translation>
        </message>
        <message>
            <source>You are checked in already. Welcome!</source>
            <translation>您已办理入住，欢迎！</translation>
        </message>
        <message>
            <source>This is done at the front desk.</source>
            <translation>请到前台办理。</translation>
        </message>
        <message>
            <source>The printer is out of paper</source>
            <translation>打印机缺纸</translation>
        </message>
        <message>
            <source>The printer does not work just now</source>
            <translation>打印机暂时不能用</translation>
        </message>
        <message>
            <source>The PIN pad does not work just now</source>
            <translation>密码键盘暂时不能用</translation>
        </message>
        <message>
            <source>Cards cannot be read just now: use your phone number</source>
            <translation>暂时不能读卡，请用手机号</translation>
        </message>
        <message>
            <source>Text messages cannot be sent just now</source>
            <translation>暂时不能发短信</translation>
        </message>
        <message>
            <source>The line is down just now</source>
            <translation>网络暂时中断</translation>
        </message>
        <message>
            <source>The printer has run out of paper.</source>
            <translation>打印机没有纸了。</translation>
        </message>
        <message>
            <source>The paper has jammed.</source>
            <translation>打印机卡纸了。</translation>
        </message>
        <message>
            <source>The printer did not answer.</source>
            <translation>打印机没有回应。</translation>
        </message>
        <message>
            <source>You ended the PIN entry. Nothing was taken.</source>
            <translation>您取消了密码输入，没有扣除任何东西。</translation>
        </message>
        <message>
            <source>The time for the PIN ran out. Nothing was taken.</source>
            <translation>输入密码超时，没有扣除任何东西。</translation>
        </message>
        <message>
            <source>The PIN pad does not answer. Nothing was taken.</source>
            <translation>密码键盘没有回应，没有扣除任何东西。</translation>
        </message>
        <message>
            <source>Points given to you</source>
            <translation>收到的积分</translation>
        </message>
        <message>
            <source>Points you gave away</source>
            <translation>送出的积分</translation>
        </message>
        <message>
            <source>Brought along from before</source>
            <translation>以前的积分</translation>
        </message>
        <message>
            <source>Taken back, as if it had not been</source>
            <translation>已撤销</translation>
        </message>
        <message>
            <source>Points that lapsed</source>
            <translation>到期的积分</translation>
        </message>
        <message>
            <source>Together</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>{amount} spent, {rate} points for each whole one</source>
            <translation>消费 {amount}，每元 {rate} 分</translation>
        </message>
        <message>
            <source>Thanks for being {tier}: {percent} % more</source>
            <translation>{tier}多得 {percent}%</translation>
        </message>
        <message>
            <source>Taken from the points that would lapse first</source>
            <translation>先用最早到期的积分</translation>
        </message>
        <message>
            <source>Something went wrong; nothing was taken. Please call staff: {number}.</source>
            <translation>出了点问题，没有扣除任何东西。请呼叫服务员：{number}。</translation>
        </message>
        <message>
            <source>The card could not be read. Swipe it again, evenly, not too fast.</source>
            <translation>没有读到卡。请匀速再刷一次，不要太快。</translation>
        </message>
        <message>
            <source>Service page</source>
            <translation>维护页面</translation>
        </message>
        <message>
            <source>everything proves</source>
            <translation>全部正确</translation>
        </message>
        <message>
            <source>The test page is in the tray.</source>
            <translation>测试页在出纸口。</translation>
        </message>
    </context>
    <context>
        <name>house</name>
        <message>
            <source>Cashier</source>
            <translation>收银员</translation>
        </message>
        <message>
            <source>Supervisor</source>
            <translation>主管</translation>
        </message>
        <message>
            <source>Manager</source>
            <translation>经理</translation>
        </message>
        <message>
            <source>Auditor</source>
            <translation>审计</translation>
        </message>
        <message>
            <source>Administrator</source>
            <translation>管理员</translation>
        </message>
        <message>
            <source>Kiosk</source>
            <translation>自助机</translation>
        </message>
        <message>
            <source>Card reader</source>
            <translation>读卡器</translation>
        </message>
        <message>
            <source>Card encoder</source>
            <translation>写卡器</translation>
        </message>
        <message>
            <source>IC card reader</source>
            <translation>IC 读卡器</translation>
        </message>
        <message>
            <source>PIN pad</source>
            <translation>密码键盘</translation>
        </message>
        <message>
            <source>Receipt printer</source>
            <translation>凭条打印机</translation>
        </message>
        <message>
            <source>SMS modem</source>
            <translation>短信猫</translation>
        </message>
        <message>
            <source>Keyboard reader</source>
            <translation>键盘口读卡器</translation>
        </message>
        <message>
            <source>ready</source>
            <translation>就绪</translation>
        </message>
        <message>
            <source>reconnecting</source>
            <translation>重连中</translation>
        </message>
        <message>
            <source>unplugged</source>
            <translation>已拔出</translation>
        </message>
        <message>
            <source>not installed</source>
            <translation>未安装</translation>
        </message>
        <message>
            <source>not set up</source>
            <translation>未设置</translation>
        </message>
        <message>
            <source>not answering</source>
            <translation>无应答</translation>
        </message>
        <message>
            <source>another device</source>
            <translation>设备不符</translation>
        </message>
        <message>
            <source>no permission</source>
            <translation>没有权限</translation>
        </message>
        <message>
            <source>paper low</source>
            <translation>纸将用完</translation>
        </message>
        <message>
            <source>out of paper</source>
            <translation>缺纸</translation>
        </message>
        <message>
            <source>cover open</source>
            <translation>上盖未合</translation>
        </message>
        <message>
            <source>jammed</source>
            <translation>卡纸</translation>
        </message>
        <message>
            <source>drawer open</source>
            <translation>钱箱未关</translation>
        </message>
        <message>
            <source>no keys</source>
            <translation>没有密钥</translation>
        </message>
        <message>
            <source>keys in a file</source>
            <translation>密钥在文件中</translation>
        </message>
        <message>
            <source>does not encrypt</source>
            <translation>不加密</translation>
        </message>
        <message>
            <source>Nothing to do.</source>
            <translation>无需处理。</translation>
        </message>
        <message>
            <source>It comes back by itself. If not, check its cable and power.</source>
            <translation>会自动恢复；若不恢复，请检查电缆和电源。</translation>
        </message>
        <message>
            <source>Plug the cable in; it is found by itself.</source>
            <translation>插上电缆即可，会自动识别。</translation>
        </message>
        <message>
            <source>Its system package is missing; see the handbook under devices.</source>
            <translation>缺少系统组件，见手册“设备”一节。</translation>
        </message>
        <message>
            <source>An administrator sets it up under devices.</source>
            <translation>请管理员在设备中设置。</translation>
        </message>
        <message>
            <source>Switch it off and on, then look again.</source>
            <translation>请关机再开，然后重新检测。</translation>
        </message>
        <message>
            <source>Something else is on this port. Check the cables.</source>
            <translation>这个接口上是别的设备，请检查电缆。</translation>
        </message>
        <message>
            <source>The system does not let the program in; ask an administrator.</source>
            <translation>系统不允许访问，请找管理员。</translation>
        </message>
        <message>
            <source>Keep a new roll at hand.</source>
            <translation>请备好新纸卷。</translation>
        </message>
        <message>
            <source>Put in a roll, then print again.</source>
            <translation>请装纸后重印。</translation>
        </message>
        <message>
            <source>Close the cover, then print again.</source>
            <translation>请合上盖后重印。</translation>
        </message>
        <message>
            <source>Clear the paper, switch it off and on, then print again.</source>
            <translation>请清除卡纸，关机再开机后重印。</translation>
        </message>
        <message>
            <source>Push the cash drawer shut.</source>
            <translation>请推上钱箱。</translation>
        </message>
        <message>
            <source>The pad has no working key; ask an administrator to load one.</source>
            <translation>键盘没有工作密钥，请管理员注入。</translation>
        </message>
        <message>
            <source>No keyring answers: keys lie in a file beside the books.</source>
            <translation>系统密钥库不可用：密钥存在账簿旁的文件中。</translation>
        </message>
        <message>
            <source>PINs travel in the clear; use a pad that encrypts them.</source>
            <translation>密码以明文传输，请换用加密键盘。</translation>
        </message>
        <message>
            <source>Offline · {count}</source>
            <translation>离线 · {count}</translation>
        </message>
        <message>
            <source>Offline</source>
            <translation>离线</translation>
        </message>
        <message>
            <source>Clock {s} s slow</source>
            <translation>时钟慢 {s} 秒</translation>
        </message>
        <message>
            <source>Clock {s} s fast</source>
            <translation>时钟快 {s} 秒</translation>
        </message>
        <message>
            <source>Own books</source>
            <translation>本机账簿</translation>
        </message>
        <message>
            <source>Online</source>
            <translation>在线</translation>
        </message>
        <message>
            <source>The address in the settings cannot be read.</source>
            <translation>设置中的地址无法识别。</translation>
        </message>
        <message>
            <source>The address is not on this computer; see beyond_loopback.</source>
            <translation>地址不在本机；参见 beyond_loopback。</translation>
        </message>
        <message>
            <source>The port cannot be opened; it is tried again.</source>
            <translation>端口无法打开，正在重试。</translation>
        </message>
        <message>
            <source>PIN entry cancelled: nothing was taken.</source>
            <translation>已取消输入密码：没有扣款。</translation>
        </message>
        <message>
            <source>No PIN within the time: nothing was taken.</source>
            <translation>超时未输入密码：没有扣款。</translation>
        </message>
        <message>
            <source>The PIN pad was unplugged: nothing was taken.</source>
            <translation>密码键盘被拔出：没有扣款。</translation>
        </message>
        <message>
            <source>No PIN pad is connected: nothing was taken.</source>
            <translation>没有连接密码键盘：没有扣款。</translation>
        </message>
        <message>
            <source>Card written and verified</source>
            <translation>卡已写好并核对</translation>
        </message>
        <message>
            <source>Not written: do not hand this card out. Write it, or replace it later.</source>
            <translation>卡未写好，请勿交给客人。请写卡，或稍后补卡。</translation>
        </message>
        <message>
            <source>No card came in time: do not hand it out. Write it once more.</source>
            <translation>未在时间内完成划卡，请勿交给客人。请再写一次。</translation>
        </message>
        <message>
            <source>The card reads back differently: do not hand it out. Write another blank card.</source>
            <translation>读回的卡号不符，请勿交给客人。请换一张空白卡再写。</translation>
        </message>
        <message>
            <source>The encoder could not write it. Pull evenly, or take another blank card.</source>
            <translation>写卡器未能写入。请匀速划卡，或换一张空白卡。</translation>
        </message>
        <message>
            <source>The encoder is gone: do not hand the card out. Plug it in, then write once more.</source>
            <translation>写卡器已断开，请勿交给客人。请插好后再写一次。</translation>
        </message>
        <message>
            <source>No encoder is connected. Plug one in, then write once more.</source>
            <translation>未连接写卡器。请插好后再写一次。</translation>
        </message>
        <message>
            <source>Nothing was saved: the disk is full. Call an administrator.</source>
            <translation>没有保存：磁盘已满，请找管理员。</translation>
        </message>
        <message>
            <source>Nothing was saved: the books are read-only.</source>
            <translation>没有保存：账簿为只读。</translation>
        </message>
        <message>
            <source>Nothing was saved: the books are damaged. Stop posting.</source>
            <translation>没有保存：账簿已损坏，请停止登记。</translation>
        </message>
        <message>
            <source>Nothing was saved: the books cannot be reached.</source>
            <translation>没有保存：无法连接账簿。</translation>
        </message>
        <message>
            <source>Printed</source>
            <translation>已打印</translation>
        </message>
        <message>
            <source>Choose how receipts are printed first.</source>
            <translation>请先选择打印格式。</translation>
        </message>
        <message>
            <source>Posted, but out of paper: put in a roll, then F8 prints it.</source>
            <translation>已入账，但打印机缺纸：装纸后按 F8 打印。</translation>
        </message>
        <message>
            <source>Posted, but the cover is open: close it, then F8 prints it.</source>
            <translation>已入账，但上盖未合：合上后按 F8 打印。</translation>
        </message>
        <message>
            <source>Posted, but the paper jams: clear it, then F8 prints it.</source>
            <translation>已入账，但打印机卡纸：清除后按 F8 打印。</translation>
        </message>
        <message>
            <source>Posted, but the printer is gone: plug it in, then F8 prints it.</source>
            <translation>已入账，但打印机断开：接好后按 F8 打印。</translation>
        </message>
        <message>
            <source>Nothing to print yet.</source>
            <translation>尚无可打印的内容。</translation>
        </message>
        <message>
            <source>Out of paper: put in a roll, then print again.</source>
            <translation>缺纸：请装入纸卷后再打印。</translation>
        </message>
        <message>
            <source>The cover is open: close it, then print again.</source>
            <translation>机盖未合：请合上后再打印。</translation>
        </message>
        <message>
            <source>The paper jams: clear it, then print again.</source>
            <translation>打印机卡纸：请清除后再打印。</translation>
        </message>
        <message>
            <source>The printer is gone: plug it in, then print again.</source>
            <translation>打印机已断开：请插好后再打印。</translation>
        </message>
        <message>
            <source>Nothing to print yet: no shift is open. Open one first.</source>
            <translation>尚无可打印的内容：当前没有开班，请先开班。</translation>
        </message>
        <message>
            <source>Nothing to print yet: no shift has been closed here.</source>
            <translation>尚无可打印的内容：本台还没有交过班。</translation>
        </message>
        <message>
            <source>Nothing to print yet: no day has been closed.</source>
            <translation>尚无可打印的内容：还没有做过夜审。</translation>
        </message>
        <message>
            <source>All shifts closed</source>
            <translation>所有班次已交班</translation>
        </message>
        <message>
            <source>Shifts are still open</source>
            <translation>仍有班次未交</translation>
        </message>
        <message>
            <source>Open: {operators}</source>
            <translation>未交班：{operators}</translation>
        </message>
        <message>
            <source>Entries balance</source>
            <translation>分录平衡</translation>
        </message>
        <message>
            <source>Entries do not balance</source>
            <translation>分录不平</translation>
        </message>
        <message>
            <source>Lots match</source>
            <translation>批次一致</translation>
        </message>
        <message>
            <source>Lots do not match</source>
            <translation>批次不一致</translation>
        </message>
        <message>
            <source>Every slip is decided</source>
            <translation>单据全部入账</translation>
        </message>
        <message>
            <source>Slips wait to be decided</source>
            <translation>仍有单据待处理</translation>
        </message>
        <message>
            <source>{waiting} slips wait</source>
            <translation>{waiting} 张单据待处理</translation>
        </message>
        <message>
            <source>Chain is whole</source>
            <translation>单据链完整</translation>
        </message>
        <message>
            <source>Chain is broken</source>
            <translation>单据链断裂</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>可用</translation>
        </message>
        <message>
            <source>Ask</source>
            <translation>可询</translation>
        </message>
        <message>
            <source>Given</source>
            <translation>已给</translation>
        </message>
        <message>
            <source>Used</source>
            <translation>已用</translation>
        </message>
        <message>
            <source>E-card printed: its QR code opens this member.</source>
            <translation>电子会员卡已打印，扫码即可调出该会员。</translation>
        </message>
        <message>
            <source>The card could not be read. Swipe again, evenly and not too fast.</source>
            <translation>没有读到卡。请匀速再刷一次，不要太快。</translation>
        </message>
    </context>
    <context>
        <name>ic</name>
        <message>
            <source>No IC card lies on the reader.</source>
            <translation>读写器上没有 IC 卡。</translation>
        </message>
        <message>
            <source>{family} lies on the reader: card •••• {tail}, on the old key.</source>
            <translation>读写器上有 {family} 卡：尾号 {tail}，仍是旧密钥。</translation>
        </message>
        <message>
            <source>IC card</source>
            <translation>IC 卡</translation>
        </message>
        <message>
            <source>{family} lies on the reader: being read.</source>
            <translation>读写器上有 {family} 卡：正在读取。</translation>
        </message>
        <message>
            <source>{family} lies on the reader: card •••• {tail}.</source>
            <translation>读写器上有 {family} 卡：尾号 {tail}。</translation>
        </message>
        <message>
            <source>{family} lies on the reader: card •••• {tail}, blocked.</source>
            <translation>读写器上有 {family} 卡：尾号 {tail}，已锁卡。</translation>
        </message>
        <message>
            <source>{family} lies on the reader: not genuine, or half written.</source>
            <translation>读写器上有 {family} 卡：校验不符，或只写了一半。</translation>
        </message>
        <message>
            <source>{family} lies on the reader: nothing of this house on it.</source>
            <translation>读写器上有 {family} 卡：没有本店的内容。</translation>
        </message>
        <message>
            <source>{family} lies on the reader: it cannot be read.</source>
            <translation>读写器上有 {family} 卡：无法读取。</translation>
        </message>
        <message>
            <source>This IC card is on the old key: renew it on the card page (F7).</source>
            <translation>这张 IC 卡仍是旧密钥，请在卡片页（F7）更换密钥。</translation>
        </message>
        <message>
            <source>Personalise</source>
            <translation>写入卡号</translation>
        </message>
        <message>
            <source>Verify</source>
            <translation>核对</translation>
        </message>
        <message>
            <source>Block</source>
            <translation>锁卡</translation>
        </message>
        <message>
            <source>Re-personalise</source>
            <translation>重新写入</translation>
        </message>
        <message>
            <source>Renew the key</source>
            <translation>更换密钥</translation>
        </message>
        <message>
            <source>The member&apos;s card number is written on a blank IC card.</source>
            <translation>把会员的卡号写入空白 IC 卡。</translation>
        </message>
        <message>
            <source>The IC card is read and compared with the member&apos;s number.</source>
            <translation>读取 IC 卡，与会员的卡号核对。</translation>
        </message>
        <message>
            <source>The card is reported lost, then the IC card is marked as no longer good.</source>
            <translation>先在账上挂失，再把 IC 卡标记为失效。</translation>
        </message>
        <message>
            <source>The IC card keeps its number and gets the house&apos;s new key.</source>
            <translation>卡号不变，IC 卡换上本店的新密钥。</translation>
        </message>
        <message>
            <source>IC card •••• {tail} reported lost and blocked</source>
            <translation>已挂失，IC 卡（尾号 {tail}）已锁卡</translation>
        </message>
        <message>
            <source>What is on the IC card gives way to the member&apos;s number.</source>
            <translation>IC 卡上原有内容改为会员的卡号。</translation>
        </message>
        <message>
            <source>IC card •••• {tail} written and verified</source>
            <translation>IC 卡（尾号 {tail}）已写好并核对</translation>
        </message>
        <message>
            <source>IC card •••• {tail} is genuine and holds the member&apos;s number</source>
            <translation>IC 卡（尾号 {tail}）为真卡，与会员卡号一致</translation>
        </message>
        <message>
            <source>IC card •••• {tail} is on the new key</source>
            <translation>IC 卡（尾号 {tail}）已换新密钥</translation>
        </message>
        <message>
            <source>The IC card is being read. Leave it on the reader.</source>
            <translation>正在读取 IC 卡，请勿取走。</translation>
        </message>
        <message>
            <source>The IC card is being written. Leave it on the reader.</source>
            <translation>正在写入 IC 卡，请勿取走。</translation>
        </message>
    </context>
    <context>
        <name>kiosk</name>
        <message>
            <source>it cannot be pressed now.</source>
            <translation>现在不能按。</translation>
        </message>
        <message>
            <source>Grey: {why}</source>
            <translation>不可用：{why}</translation>
        </message>
        <message>
            <source>Touch it or press Enter; on a keypad, its number.</source>
            <translation>触摸或按 Enter；数字键盘按其编号。</translation>
        </message>
    </context>
    <context>
        <name>letters</name>
        <message>
            <source>Waiting</source>
            <translation>待发</translation>
        </message>
        <message>
            <source>Being sent</source>
            <translation>发送中</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>已发送</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>被拒</translation>
        </message>
        <message>
            <source>Unsure</source>
            <translation>不确定</translation>
        </message>
        <message>
            <source>Given up</source>
            <translation>已放弃</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>短信</translation>
        </message>
        <message>
            <source>E-mail</source>
            <translation>邮件</translation>
        </message>
        <message>
            <source>On the phone</source>
            <translation>已送达手机</translation>
        </message>
        <message>
            <source>Never reached the phone</source>
            <translation>未能送达手机</translation>
        </message>
        <message>
            <source>Nothing heard yet</source>
            <translation>尚无回执</translation>
        </message>
        <message>
            <source>No way out for a whole day</source>
            <translation>整天未能发出</translation>
        </message>
        <message>
            <source>The member has no personal data</source>
            <translation>该会员没有个人资料</translation>
        </message>
        <message>
            <source>The member has no number or address</source>
            <translation>该会员没有手机号或邮箱</translation>
        </message>
        <message>
            <source>The member does not agree to news</source>
            <translation>该会员不同意接收酒店信息</translation>
        </message>
        <message>
            <source>The member wants no messages this way</source>
            <translation>该会员已退订此类消息</translation>
        </message>
        <message>
            <source>The member has had the day&apos;s messages</source>
            <translation>该会员当日消息已达上限</translation>
        </message>
        <message>
            <source>Nobody has written this text</source>
            <translation>此文案尚未撰写</translation>
        </message>
        <message>
            <source>Given up by hand</source>
            <translation>人工放弃</translation>
        </message>
        <message>
            <source>The program stopped in the middle</source>
            <translation>发送途中程序中断</translation>
        </message>
        <message>
            <source>The hotel has no way out of this kind</source>
            <translation>酒店没有此发送方式</translation>
        </message>
        <message>
            <source>No modem is connected</source>
            <translation>未连接短信设备</translation>
        </message>
        <message>
            <source>The network did not take it</source>
            <translation>网络未受理</translation>
        </message>
        <message>
            <source>The network does not know the number</source>
            <translation>网络不认识该号码</translation>
        </message>
        <message>
            <source>The modem gave no answer</source>
            <translation>短信设备没有应答</translation>
        </message>
        <message>
            <source>The mail server does not answer</source>
            <translation>邮件服务器没有应答</translation>
        </message>
        <message>
            <source>The mail server refuses the password</source>
            <translation>邮件服务器拒绝了密码</translation>
        </message>
        <message>
            <source>The address cannot be right</source>
            <translation>邮箱地址有误</translation>
        </message>
    </context>
    <context>
        <name>messages</name>
        <message>
            <source>Needs {needs} points, has {has}.</source>
            <translation>需要 {needs} 分，现有 {has} 分。</translation>
        </message>
        <message>
            <source>Needs {needs} on the card, has {has}. Take the rest by cash or card.</source>
            <translation>需要储值 {needs}，现有 {has}。其余请收现金或刷卡。</translation>
        </message>
        <message>
            <source>“{tender}” is not taken here. Choose a way to pay from the list.</source>
            <translation>这里不收“{tender}”，请从列表中选择付款方式。</translation>
        </message>
        <message>
            <source>Posted today already as slip {slip}. Change the number or open that slip.</source>
            <translation>这个账单号今天已经登记过，单据 {slip}。请改账单号，或查看那张单据。</translation>
        </message>
        <message>
            <source>The card may hold {limit} at most. Top up less.</source>
            <translation>卡内最多 {limit}，请少充一些。</translation>
        </message>
        <message>
            <source>Only {left} of this bill can still be given back.</source>
            <translation>这张账单最多还能退 {left}。</translation>
        </message>
        <message>
            <source>This card was replaced by the card ending in {tail}. Ask for the new card.</source>
            <translation>这张卡已换成尾号 {tail} 的新卡，请客人出示新卡。</translation>
        </message>
        <message>
            <source>Over today&apos;s limit of {limit}. Ask a manager.</source>
            <translation>超过今天的限额 {limit}，请找经理。</translation>
        </message>
        <message>
            <source>The PIN is wrong, {left} tries left. Nothing was taken.</source>
            <translation>密码不对，还可试 {left} 次。没有扣款。</translation>
        </message>
        <message>
            <source>Shifts are still open: {open}. Close them first.</source>
            <translation>还有班次未交班：{open}。请先交班。</translation>
        </message>
        <message>
            <source>Only {left} left. Take fewer or another reward.</source>
            <translation>只剩 {left} 份，请减少数量或另选。</translation>
        </message>
        <message>
            <source>Nothing was posted. Correct the entry and check it again.</source>
            <translation>没有入账。请更正后再核对。</translation>
        </message>
        <message>
            <source>The amount must be more than zero.</source>
            <translation>金额必须大于零。</translation>
        </message>
        <message>
            <source>The amount is too large. Check the figures.</source>
            <translation>金额过大，请检查数字。</translation>
        </message>
        <message>
            <source>This is no amount. Type figures with two decimals at most, e.g. 428+260.</source>
            <translation>这不是金额。请输入数字，最多两位小数，如 428+260。</translation>
        </message>
        <message>
            <source>The bill number is missing. It stands at the top of the bill.</source>
            <translation>缺少账单号，它在账单上方。</translation>
        </message>
        <message>
            <source>Posted today already. Change the number or open the earlier slip.</source>
            <translation>这个账单号今天已经登记过。请改账单号，或查看原单据。</translation>
        </message>
        <message>
            <source>This outlet is not known. Choose one from the list.</source>
            <translation>没有这个营业点，请从列表中选择。</translation>
        </message>
        <message>
            <source>This currency is not taken here.</source>
            <translation>这里不收这种货币。</translation>
        </message>
        <message>
            <source>This way to pay is not known. Choose one from the list.</source>
            <translation>没有这种付款方式，请从列表中选择。</translation>
        </message>
        <message>
            <source>The payments do not add up to the bill. Correct one of them.</source>
            <translation>付款合计与账单不符，请更正。</translation>
        </message>
        <message>
            <source>This choice is not offered. Choose another one.</source>
            <translation>没有这个选项，请另选。</translation>
        </message>
        <message>
            <source>The text is too long. Shorten it.</source>
            <translation>文字过长，请缩短。</translation>
        </message>
        <message>
            <source>No member found. Check the number or search by phone.</source>
            <translation>没有找到会员。请核对号码，或用手机号搜索。</translation>
        </message>
        <message>
            <source>The membership is not active. Ask a supervisor to review it.</source>
            <translation>会员资格尚未生效，请主管审核。</translation>
        </message>
        <message>
            <source>This guest is a member already. Open that membership.</source>
            <translation>这位客人已是会员，请打开已有会员。</translation>
        </message>
        <message>
            <source>The guest has not applied yet. Enrol the guest first.</source>
            <translation>客人尚未申请，请先办入会。</translation>
        </message>
        <message>
            <source>This tier is by invitation only.</source>
            <translation>这一级别只限受邀。</translation>
        </message>
        <message>
            <source>This birthday cannot be right. Check the year.</source>
            <translation>生日有误，请核对年份。</translation>
        </message>
        <message>
            <source>The guest is too young to join. Check the birthday.</source>
            <translation>客人未满入会年龄，请核对生日。</translation>
        </message>
        <message>
            <source>The guest cannot join without a guardian.</source>
            <translation>客人须由监护人陪同入会。</translation>
        </message>
        <message>
            <source>The fee is not paid yet. Take it first.</source>
            <translation>会费未付，请先收取。</translation>
        </message>
        <message>
            <source>This phone number belongs to another member. Search for it.</source>
            <translation>这个手机号属于另一位会员，请用它搜索。</translation>
        </message>
        <message>
            <source>This is no phone number. Check the digits.</source>
            <translation>手机号不对，请核对数字。</translation>
        </message>
        <message>
            <source>This card is not known here. Search by phone, or enrol the guest.</source>
            <translation>没有这张卡的记录。请用手机号搜索，或办理入会。</translation>
        </message>
        <message>
            <source>This card was reported lost. Keep it and call a supervisor.</source>
            <translation>这张卡已挂失。请留下卡片并找主管。</translation>
        </message>
        <message>
            <source>This card is blocked. Replace it or ask a supervisor.</source>
            <translation>这张卡已停用。请补卡或找主管。</translation>
        </message>
        <message>
            <source>This card was replaced. Ask for the new card.</source>
            <translation>这张卡已换新卡，请客人出示新卡。</translation>
        </message>
        <message>
            <source>This card has expired. Replace it.</source>
            <translation>这张卡已过期，请补卡。</translation>
        </message>
        <message>
            <source>This card belongs to another house. Search by phone instead.</source>
            <translation>这是别家的卡。请用手机号搜索。</translation>
        </message>
        <message>
            <source>This is a bank card. Please swipe the member card.</source>
            <translation>这是银行卡，请刷会员卡。</translation>
        </message>
        <message>
            <source>This card number belongs to somebody else. Take another card.</source>
            <translation>这个卡号已属于别人，请换一张卡。</translation>
        </message>
        <message>
            <source>This is no bank card. Swipe the guest&apos;s bank card.</source>
            <translation>这不是银行卡，请刷客人的银行卡。</translation>
        </message>
        <message>
            <source>The member has no card. Issue one.</source>
            <translation>会员没有卡，请先发卡。</translation>
        </message>
        <message>
            <source>No card numbers are left. Ask a manager for new ones.</source>
            <translation>卡号已用完，请找经理补充。</translation>
        </message>
        <message>
            <source>The PIN is needed. Ask the guest to enter it on the pad.</source>
            <translation>需要密码，请客人在键盘上输入。</translation>
        </message>
        <message>
            <source>The PIN is wrong. Nothing was taken; ask the guest to try again.</source>
            <translation>密码不对，没有扣款。请客人重试。</translation>
        </message>
        <message>
            <source>The PIN is blocked after three wrong tries. A supervisor can unblock it.</source>
            <translation>密码错三次已锁定，主管可以解锁。</translation>
        </message>
        <message>
            <source>No PIN is set yet. Set one under Card.</source>
            <translation>还没有设置密码，请在“卡片”中设置。</translation>
        </message>
        <message>
            <source>The pad&apos;s answer could not be read. Nothing was taken; try again.</source>
            <translation>没有读懂键盘的答复，没有扣款。请重试。</translation>
        </message>
        <message>
            <source>There are not enough points.</source>
            <translation>积分不够。</translation>
        </message>
        <message>
            <source>There is not enough on the card. Take the rest by cash or card.</source>
            <translation>储值不够，其余请收现金或刷卡。</translation>
        </message>
        <message>
            <source>The card may not hold that much. Top up less.</source>
            <translation>超过卡内上限，请少充一些。</translation>
        </message>
        <message>
            <source>This voucher is not known. Check its number.</source>
            <translation>没有这张礼券，请核对号码。</translation>
        </message>
        <message>
            <source>This voucher was used already.</source>
            <translation>这张礼券已经用过。</translation>
        </message>
        <message>
            <source>Points cannot be taken as money off this bill.</source>
            <translation>这张账单不能用积分抵付。</translation>
        </message>
        <message>
            <source>This reward is not in the catalogue.</source>
            <translation>目录中没有这个奖品。</translation>
        </message>
        <message>
            <source>This reward is out of stock. Choose another one.</source>
            <translation>奖品已兑完，请另选。</translation>
        </message>
        <message>
            <source>This reward is for other tiers.</source>
            <translation>这个奖品只给其他级别。</translation>
        </message>
        <message>
            <source>This reward is not handed out here.</source>
            <translation>这里不发这个奖品。</translation>
        </message>
        <message>
            <source>This slip is not known.</source>
            <translation>没有这张单据。</translation>
        </message>
        <message>
            <source>This slip was never posted, there is nothing to undo.</source>
            <translation>这张单据没有入账，无需撤销。</translation>
        </message>
        <message>
            <source>This slip is void already.</source>
            <translation>这张单据已经作废。</translation>
        </message>
        <message>
            <source>This slip cannot be voided any more. Refund it or ask a manager.</source>
            <translation>这张单据不能再作废，请退款或找经理。</translation>
        </message>
        <message>
            <source>That is more than can still be given back.</source>
            <translation>超过可退金额。</translation>
        </message>
        <message>
            <source>The request was withdrawn. Nothing was taken.</source>
            <translation>请求已撤回，没有扣款。</translation>
        </message>
        <message>
            <source>The guest is not checked in.</source>
            <translation>客人没有入住。</translation>
        </message>
        <message>
            <source>The guest is checked in already. Check out first.</source>
            <translation>客人已经入住，请先退房。</translation>
        </message>
        <message>
            <source>This stay is closed already.</source>
            <translation>这次入住已结束。</translation>
        </message>
        <message>
            <source>A shift is open already. Close it first.</source>
            <translation>已有班次打开，请先交班。</translation>
        </message>
        <message>
            <source>Open your shift first (Shift+F12).</source>
            <translation>请先开班（Shift+F12）。</translation>
        </message>
        <message>
            <source>This business day has not begun yet. Check the date.</source>
            <translation>这个营业日还没有开始，请核对日期。</translation>
        </message>
        <message>
            <source>This business day is closed. Post on the open day.</source>
            <translation>这个营业日已关账，请登记到当前营业日。</translation>
        </message>
        <message>
            <source>The day does not prove. See what is marked, then try again.</source>
            <translation>当日核对没有通过。请看标出的项目，然后重试。</translation>
        </message>
        <message>
            <source>Shifts are still open. Close them first.</source>
            <translation>还有班次未交班，请先交班。</translation>
        </message>
        <message>
            <source>Operator or password is wrong. Try again.</source>
            <translation>工号或口令不对，请重试。</translation>
        </message>
        <message>
            <source>You may not do this. Ask somebody who may.</source>
            <translation>您没有这项权限，请找有权限的人。</translation>
        </message>
        <message>
            <source>This is over today&apos;s limit. Ask a manager.</source>
            <translation>超过今天的限额，请找经理。</translation>
        </message>
        <message>
            <source>A supervisor must agree. Let them swipe their card or sign.</source>
            <translation>需要主管同意，请主管刷卡或签名。</translation>
        </message>
        <message>
            <source>Say why. The reason stands in the books.</source>
            <translation>请写明原因，它会记入账簿。</translation>
        </message>
        <message>
            <source>This slip was sent before with other content. Enter it anew.</source>
            <translation>这张单据发送过，但内容不同。请重新录入。</translation>
        </message>
        <message>
            <source>This kind of slip is not known here yet; it waits for review.</source>
            <translation>这里还不认识这种单据，已转人工处理。</translation>
        </message>
        <message>
            <source>The programme&apos;s rules do not allow this. Tell the manager.</source>
            <translation>方案规则不允许，请告知经理。</translation>
        </message>
        <message>
            <source>This programme does not have it.</source>
            <translation>本方案没有这一项。</translation>
        </message>
        <message>
            <source>These books belong to a hotel already.</source>
            <translation>这套账簿已属于一家酒店。</translation>
        </message>
        <message>
            <source>Something of this member is still open: a stay, a booking, points set aside, a stake or an appeal. Finish it first.</source>
            <translation>该会员还有未了结的事项：住店、预订、预留的积分、竞猜或申诉。请先办结。</translation>
        </message>
        <message>
            <source>The member has this tier already, or a higher one.</source>
            <translation>会员已有该级别或更高级别。</translation>
        </message>
        <message>
            <source>The conditions of this tier are not met. Show the member what is missing.</source>
            <translation>尚未达到该级别的条件，请告知会员还差哪些。</translation>
        </message>
        <message>
            <source>There is no such booking open. Choose one from the list.</source>
            <translation>没有这笔有效预订，请从列表中选择。</translation>
        </message>
        <message>
            <source>A booking of this name is open already. Use another name.</source>
            <translation>同名预订已存在，请换一个名称。</translation>
        </message>
        <message>
            <source>The arrival lies in the past or too far ahead. Check the date.</source>
            <translation>抵店日期已过或太远，请核对日期。</translation>
        </message>
        <message>
            <source>It is too early for this. Wait for the day itself.</source>
            <translation>还没到日子，请到当天再办理。</translation>
        </message>
        <message>
            <source>It is too late for this today.</source>
            <translation>今天已过办理时间。</translation>
        </message>
        <message>
            <source>The house does not offer this.</source>
            <translation>本店不提供此项。</translation>
        </message>
        <message>
            <source>The member has had this already; it is given once.</source>
            <translation>会员已领过，此项只给一次。</translation>
        </message>
        <message>
            <source>The conditions for this are not met.</source>
            <translation>不符合此项条件。</translation>
        </message>
        <message>
            <source>This match has not begun yet. Settle it when it is over.</source>
            <translation>比赛尚未开始，请在结束后再开奖。</translation>
        </message>
        <message>
            <source>Nobody has staked on this match. Check its name.</source>
            <translation>这场比赛无人竞猜，请核对名称。</translation>
        </message>
        <message>
            <source>This game is closed. Choose another one.</source>
            <translation>该竞猜已截止，请另选一场。</translation>
        </message>
        <message>
            <source>The points do not make whole stakes. Ask the member how many.</source>
            <translation>积分不是整注，请问会员要投几注。</translation>
        </message>
        <message>
            <source>This draw is not over yet. Close the day first, then draw up to it.</source>
            <translation>抽奖尚未截止，请先日结，再抽取到该日。</translation>
        </message>
        <message>
            <source>This was drawn already. Choose a later last day.</source>
            <translation>该期已抽过奖，请选择更晚的截止日。</translation>
        </message>
        <message>
            <source>No chance was drawn. Hold the draw again.</source>
            <translation>未取得随机种子，请重新抽奖。</translation>
        </message>
        <message>
            <source>The member has not signed with this charity. Sign first.</source>
            <translation>会员尚未与该机构签署协议，请先签署。</translation>
        </message>
        <message>
            <source>The member has not agreed to this. Ask for consent first.</source>
            <translation>会员尚未同意，请先征得同意。</translation>
        </message>
        <message>
            <source>A membership cannot be handed to somebody else.</source>
            <translation>会籍不能转让给他人。</translation>
        </message>
        <message>
            <source>This bill is under appeal already. Answer that appeal.</source>
            <translation>该账单已在申诉中，请先答复。</translation>
        </message>
        <message>
            <source>There is no open appeal for this bill. Search by number or outlet.</source>
            <translation>该账单没有待处理的申诉，请按单号或营业点查找。</translation>
        </message>
        <message>
            <source>This bill is posted for the member already. Show them the slip.</source>
            <translation>该账单已登记在会员名下，请出示单据。</translation>
        </message>
        <message>
            <source>This group of members is not known. Choose another one.</source>
            <translation>没有这个会员分组，请另选。</translation>
        </message>
        <message>
            <source>A record from the website is not complete. Fetch the records again.</source>
            <translation>网站传来的记录不完整，请重新获取。</translation>
        </message>
        <message>
            <source>The member has this reward reserved already.</source>
            <translation>会员已预订过该奖品。</translation>
        </message>
        <message>
            <source>The member has not reserved this reward.</source>
            <translation>会员没有预订该奖品。</translation>
        </message>
        <message>
            <source>Nothing of this house is on this IC card. Search by phone, or give it to a member (F7).</source>
            <translation>这张 IC 卡上没有本店的内容。请按手机号查找，或按 F7 发给会员。</translation>
        </message>
        <message>
            <source>This IC card is not genuine: copied, or damaged while written. Keep it, search by phone.</source>
            <translation>这张 IC 卡校验不符：可能是复制卡，或写卡时损坏。请留下此卡，改按手机号查找。</translation>
        </message>
        <message>
            <source>This QR code is none of this house. Swipe the card, or search by phone.</source>
            <translation>此二维码不是本店的。请刷卡，或按手机号查找。</translation>
        </message>
        <message>
            <source>The IC card cannot be read. Take it away and lay it on once more.</source>
            <translation>IC 卡无法读取。请取走后再放一次。</translation>
        </message>
        <message>
            <source>The IC card was taken away too soon. Lay it on, leave it there and write again.</source>
            <translation>读写器上没有 IC 卡，或取走得太早。请放好不动，再写一次。</translation>
        </message>
        <message>
            <source>Another IC card lies there now; nothing was written. Lay the right one on.</source>
            <translation>现在放的是另一张 IC 卡，没有写入。请放上原来那张。</translation>
        </message>
        <message>
            <source>This IC card belongs to another number or is blocked. Take a blank one, or re-personalise.</source>
            <translation>这张 IC 卡属于别的卡号，或已锁卡。请换一张空白卡，或选“重新写入”。</translation>
        </message>
        <message>
            <source>This IC card refuses our keys. Take another card; do not try again.</source>
            <translation>这张 IC 卡不认本店密钥。请换一张卡，不要再试。</translation>
        </message>
        <message>
            <source>One more wrong code may lock this IC card. Take another, or a supervisor agrees.</source>
            <translation>密码再错一次，这张 IC 卡可能锁死。请换一张卡，或由主管同意。</translation>
        </message>
        <message>
            <source>This IC card is locked for good. Take another card.</source>
            <translation>这张 IC 卡已永久锁死。请换一张卡。</translation>
        </message>
        <message>
            <source>The IC card does not hold this member&apos;s number. Do not hand it out; write it again.</source>
            <translation>IC 卡上不是这位会员的卡号。请勿交给客人，重新写一次。</translation>
        </message>
        <message>
            <source>The IC card could not be written. Lay it on again, or take another.</source>
            <translation>IC 卡没有写成。请重新放卡，或换一张。</translation>
        </message>
        <message>
            <source>This IC card belongs to another member; nothing was done. Lay it on at the home page, then F7.</source>
            <translation>这张 IC 卡是另一位会员的，没有办理。请回首页放上此卡，再按 F7。</translation>
        </message>
        <message>
            <source>The books did not answer, so the IC card was left as it is. Try again.</source>
            <translation>账簿没有应答，IC 卡未动。请再试一次。</translation>
        </message>
        <message>
            <source>No IC card reader answers. Plug it in, then lay the card on again.</source>
            <translation>没有 IC 卡读写器应答。请插好读写器，再放一次卡。</translation>
        </message>
        <message>
            <source>Phone number and PIN do not match. Try again, use your card, or ask the front desk.</source>
            <translation>手机号与密码不符。请重试、刷卡，或到前台询问。</translation>
        </message>
        <message>
            <source>Too many tries. Please wait a minute, then try again.</source>
            <translation>尝试次数过多。请稍候一分钟再试。</translation>
        </message>
        <message>
            <source>Your visit has ended. Please start again.</source>
            <translation>本次使用已结束，请重新开始。</translation>
        </message>
        <message>
            <source>This is not the code of the text message. Try again.</source>
            <translation>与短信中的验证码不符，请重新输入。</translation>
        </message>
        <message>
            <source>This code is no longer valid. Ask for a new one.</source>
            <translation>验证码已失效，请重新获取。</translation>
        </message>
        <message>
            <source>The text message could not be sent. Try again later, or join at the front desk.</source>
            <translation>短信未能发出。请稍后再试，或到前台办理入会。</translation>
        </message>
        <message>
            <source>Please enter your name.</source>
            <translation>请输入您的姓名。</translation>
        </message>
        <message>
            <source>This phone number is a member&apos;s already. Go back and use phone and PIN, or ask the front desk.</source>
            <translation>该手机号已是会员。请返回用手机号与密码登录，或到前台询问。</translation>
        </message>
        <message>
            <source>No member has this phone or member number. Check the digits with your friend.</source>
            <translation>没有此手机号或会员号的会员，请与好友核对号码。</translation>
        </message>
        <message>
            <source>The staff PIN is wrong, or locked for five minutes.</source>
            <translation>员工密码有误，或已锁定五分钟。</translation>
        </message>
    </context>
    <context>
        <name>preview</name>
        <message>
            <source>Bill</source>
            <translation>账单</translation>
        </message>
        <message>
            <source>Discount</source>
            <translation>折扣</translation>
        </message>
        <message>
            <source>Stored value</source>
            <translation>储值</translation>
        </message>
        <message>
            <source>Points {points}</source>
            <translation>积分 {points}</translation>
        </message>
        <message>
            <source>Voucher</source>
            <translation>礼券</translation>
        </message>
        <message>
            <source>Bonus</source>
            <translation>赠送</translation>
        </message>
        <message>
            <source>Top up</source>
            <translation>充值</translation>
        </message>
        <message>
            <source>Fee</source>
            <translation>费用</translation>
        </message>
        <message>
            <source>Given back</source>
            <translation>退还</translation>
        </message>
        <message>
            <source>Points given back</source>
            <translation>退回积分</translation>
        </message>
        <message>
            <source>Points taken back</source>
            <translation>扣回积分</translation>
        </message>
    </context>
    <context>
        <name>progress</name>
        <message>
            <source>Conditions met</source>
            <translation>已达到条件</translation>
        </message>
        <message>
            <source>{missing} by {day}</source>
            <comment>may name the {tier} too</comment>
            <translation>{missing}升{tier} · {day}前</translation>
        </message>
        <message>
            <source>{have} of {need} points</source>
            <translation>{have} / {need} 分</translation>
        </message>
        <message>
            <source>{missing} more points</source>
            <translation>还差 {missing} 分</translation>
        </message>
        <message>
            <source>{have} of {need}</source>
            <translation>{have} / {need}</translation>
        </message>
        <message>
            <source>{missing} more</source>
            <translation>还差 {missing}</translation>
        </message>
    </context>
    <context>
        <name>short</name>
        <message>
            <source>PIN blocked</source>
            <translation>密码已锁</translation>
        </message>
        <message>
            <source>No PIN yet</source>
            <translation>未设密码</translation>
        </message>
        <message>
            <source>Card lost</source>
            <translation>卡已挂失</translation>
        </message>
        <message>
            <source>Card not valid</source>
            <translation>卡已失效</translation>
        </message>
        <message>
            <source>No card</source>
            <translation>没有卡</translation>
        </message>
        <message>
            <source>Not active</source>
            <translation>未生效</translation>
        </message>
        <message>
            <source>Not in scheme</source>
            <translation>本方案没有</translation>
        </message>
        <message>
            <source>Open shift first</source>
            <translation>请先开班</translation>
        </message>
        <message>
            <source>Not permitted</source>
            <translation>没有权限</translation>
        </message>
        <message>
            <source>Checked in</source>
            <translation>已入住</translation>
        </message>
        <message>
            <source>Not checked in</source>
            <translation>未入住</translation>
        </message>
        <message>
            <source>Few points</source>
            <translation>积分不够</translation>
        </message>
        <message>
            <source>Day closed</source>
            <translation>已关账</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>现在不可用</translation>
        </message>
    </context>
    <context>
        <name>slips</name>
        <message>
            <source>Spend</source>
            <translation>消费</translation>
        </message>
        <message>
            <source>Redeemed</source>
            <translation>兑换</translation>
        </message>
        <message>
            <source>Top up</source>
            <translation>充值</translation>
        </message>
        <message>
            <source>Void</source>
            <translation>作废</translation>
        </message>
        <message>
            <source>Refund</source>
            <translation>退款</translation>
        </message>
        <message>
            <source>Check in</source>
            <translation>入住</translation>
        </message>
        <message>
            <source>Check out</source>
            <translation>退房</translation>
        </message>
        <message>
            <source>Enrolled</source>
            <translation>入会</translation>
        </message>
        <message>
            <source>Approved</source>
            <translation>核准</translation>
        </message>
        <message>
            <source>Data changed</source>
            <translation>修改资料</translation>
        </message>
        <message>
            <source>Card issued</source>
            <translation>发卡</translation>
        </message>
        <message>
            <source>Card replaced</source>
            <translation>补卡</translation>
        </message>
        <message>
            <source>Card reported lost</source>
            <translation>挂失</translation>
        </message>
        <message>
            <source>PIN changed</source>
            <translation>密码变更</translation>
        </message>
        <message>
            <source>Adjusted</source>
            <translation>调整</translation>
        </message>
        <message>
            <source>Shift opened</source>
            <translation>开班</translation>
        </message>
        <message>
            <source>Shift closed</source>
            <translation>交班</translation>
        </message>
        <message>
            <source>Day closed</source>
            <translation>夜审</translation>
        </message>
        <message>
            <source>Points expired</source>
            <translation>积分到期</translation>
        </message>
        <message>
            <source>Carried over</source>
            <translation>结转</translation>
        </message>
        <message>
            <source>Booked</source>
            <translation>预订客房</translation>
        </message>
        <message>
            <source>Arrived</source>
            <translation>到店</translation>
        </message>
        <message>
            <source>Booking cancelled</source>
            <translation>取消预订</translation>
        </message>
        <message>
            <source>No-show</source>
            <translation>应到未到</translation>
        </message>
        <message>
            <source>Points guarantee</source>
            <translation>积分担保</translation>
        </message>
        <message>
            <source>Stay extended</source>
            <translation>续住</translation>
        </message>
        <message>
            <source>Perk asked for</source>
            <translation>会员礼遇</translation>
        </message>
        <message>
            <source>Cheque cashed</source>
            <translation>支票兑现</translation>
        </message>
        <message>
            <source>Points given</source>
            <translation>转赠积分</translation>
        </message>
        <message>
            <source>Points received</source>
            <translation>获赠积分</translation>
        </message>
        <message>
            <source>Points staked</source>
            <translation>积分竞猜</translation>
        </message>
        <message>
            <source>Stake won</source>
            <translation>猜中派分</translation>
        </message>
        <message>
            <source>Market settled</source>
            <translation>竞猜开奖</translation>
        </message>
        <message>
            <source>Prize claimed</source>
            <translation>领奖</translation>
        </message>
        <message>
            <source>Draw held</source>
            <translation>抽奖</translation>
        </message>
        <message>
            <source>Prize won</source>
            <translation>抽奖中奖</translation>
        </message>
        <message>
            <source>Points donated</source>
            <translation>捐赠积分</translation>
        </message>
        <message>
            <source>Agreement signed</source>
            <translation>签署捐赠协议</translation>
        </message>
        <message>
            <source>Points converted</source>
            <translation>转换积分</translation>
        </message>
        <message>
            <source>Reward reserved</source>
            <translation>预订奖品</translation>
        </message>
        <message>
            <source>Reservation ended</source>
            <translation>取消奖品预订</translation>
        </message>
        <message>
            <source>Points bought</source>
            <translation>购买积分</translation>
        </message>
        <message>
            <source>Tier bought</source>
            <translation>购买级别</translation>
        </message>
        <message>
            <source>Tier applied for</source>
            <translation>申请升级</translation>
        </message>
        <message>
            <source>Invitation answered</source>
            <translation>答复升级邀请</translation>
        </message>
        <message>
            <source>Activity</source>
            <translation>会员活动</translation>
        </message>
        <message>
            <source>Referral</source>
            <translation>推荐会员</translation>
        </message>
        <message>
            <source>Company&apos;s share</source>
            <translation>公司积分</translation>
        </message>
        <message>
            <source>Appeal</source>
            <translation>积分申诉</translation>
        </message>
        <message>
            <source>Appeal answered</source>
            <translation>申诉答复</translation>
        </message>
        <message>
            <source>Text message</source>
            <translation>会员短信</translation>
        </message>
        <message>
            <source>Membership suspended</source>
            <translation>中止会籍</translation>
        </message>
        <message>
            <source>Membership ended</source>
            <translation>终止会籍</translation>
        </message>
        <message>
            <source>Merged</source>
            <translation>会员合并</translation>
        </message>
        <message>
            <source>Merged into this one</source>
            <translation>合并转入</translation>
        </message>
        <message>
            <source>Data disclosed</source>
            <translation>提供资料</translation>
        </message>
        <message>
            <source>Bank card linked</source>
            <translation>绑定银行卡</translation>
        </message>
        <message>
            <source>Bank card unlinked</source>
            <translation>解绑银行卡</translation>
        </message>
        <message>
            <source>Campaign</source>
            <translation>群发</translation>
        </message>
        <message>
            <source>Sent to the website</source>
            <translation>导出到网站</translation>
        </message>
        <message>
            <source>Fetched from the website</source>
            <translation>导入网站数据</translation>
        </message>
        <message>
            <source>Other slip</source>
            <translation>其他单据</translation>
        </message>
        <message>
            <source>Redeemed {reward}</source>
            <translation>兑换 {reward}</translation>
        </message>
        <message>
            <source>{kind}, room {room}</source>
            <translation>{kind} {room} 房</translation>
        </message>
        <message>
            <source>{kind} of {slip}</source>
            <translation>{kind} {slip}</translation>
        </message>
        <message>
            <source>to be confirmed</source>
            <translation>待确认</translation>
        </message>
        <message>
            <source>waits for review</source>
            <translation>待审核</translation>
        </message>
        <message>
            <source>refused</source>
            <translation>被拒</translation>
        </message>
        <message>
            <source>voided</source>
            <translation>已作废</translation>
        </message>
        <message>
            <source>refunded</source>
            <translation>已退款</translation>
        </message>
        <message>
            <source>Bill {bill}</source>
            <translation>账单 {bill}</translation>
        </message>
        <message>
            <source>{amount} bonus</source>
            <translation>赠 {amount}</translation>
        </message>
        <message>
            <source>Rule {rule}, programme version {version}</source>
            <translation>规则 {rule}，方案第 {version} 版</translation>
        </message>
        <message>
            <source>{name} {percent} %</source>
            <translation>{name} {percent} %</translation>
        </message>
        <message>
            <source>{name} discount</source>
            <translation>{name}优惠</translation>
        </message>
        <message>
            <source>{name} discount {percent} %</source>
            <translation>{name}优惠 {percent} %</translation>
        </message>
        <message>
            <source>Taken, soonest to expire first</source>
            <translation>先扣最早到期的</translation>
        </message>
        <message>
            <source>Points taken back</source>
            <translation>扣回积分</translation>
        </message>
        <message>
            <source>Shortfall waived</source>
            <translation>差额免扣</translation>
        </message>
        <message>
            <source>Points in all</source>
            <translation>积分合计</translation>
        </message>
    </context>
    <context>
        <name>spoken</name>
        <message>
            <source>Press {key} for {choice}.</source>
            <translation>{choice}，请按 {key}。</translation>
        </message>
        <message>
            <source>Press 0 for more choices.</source>
            <translation>更多选项，请按 0。</translation>
        </message>
        <message>
            <source>Type the digits, minus takes the last one back.</source>
            <translation>请输入数字，减号键删除一位。</translation>
        </message>
        <message>
            <source>Type the sound with the keys 2 to 9, more than once for the next letter. 1 reads the next character, 0 takes it, minus takes the last one back.</source>
            <translation>用 2 到 9 键输入拼音，连按同一键换下一个字母；1 键读出下一个字，0 键选用，减号删除。</translation>
        </message>
        <message>
            <source>Type letters with the keys 2 to 9, more than once for the next letter. 0 is a space, minus takes the last one back.</source>
            <translation>用 2 到 9 键输入字母，连按同一键换下一个字母；0 键为空格，减号删除。</translation>
        </message>
        <message>
            <source>Space.</source>
            <translation>空格。</translation>
        </message>
        <message>
            <source>Taken back.</source>
            <translation>已删除。</translation>
        </message>
        <message>
            <source>Press Enter for {choice}.</source>
            <translation>{choice}，请按回车键。</translation>
        </message>
        <message>
            <source>Plus for the next page, minus for the one before.</source>
            <translation>下一页按加号键，上一页按减号键。</translation>
        </message>
        <message>
            <source>Plus for one more, minus for one less.</source>
            <translation>加一份按加号键，减一份按减号键。</translation>
        </message>
        <message>
            <source>Star says it again. The hash or point key is for more help.</source>
            <translation>重听请按星号键，更多帮助请按井号键或小数点键。</translation>
        </message>
        <message>
            <source>Digits choose; Escape goes one step back.</source>
            <translation>按数字选择，按 Esc 返回上一步。</translation>
        </message>
        <message>
            <source>Digits are typed, Enter goes on; Escape goes one step back.</source>
            <translation>输入数字，按 Enter 继续，按 Esc 返回上一步。</translation>
        </message>
    </context>
    <context>
        <name>warnings</name>
        <message>
            <source>Card reported lost</source>
            <translation>卡片已挂失</translation>
        </message>
        <message>
            <source>On {on}. Keep the card.</source>
            <translation>{on}挂失，请留下卡片。</translation>
        </message>
        <message>
            <source>Card blocked</source>
            <translation>卡片已停用</translation>
        </message>
        <message>
            <source>Ask a supervisor</source>
            <translation>请找主管</translation>
        </message>
        <message>
            <source>Card was replaced</source>
            <translation>卡片已更换</translation>
        </message>
        <message>
            <source>New card •••• {tail}</source>
            <translation>新卡 •••• {tail}</translation>
        </message>
        <message>
            <source>Card has expired</source>
            <translation>卡片已过期</translation>
        </message>
        <message>
            <source>On {on}. Replace it.</source>
            <translation>{on}过期，请补卡。</translation>
        </message>
        <message>
            <source>PIN blocked</source>
            <translation>密码已锁定</translation>
        </message>
        <message>
            <source>Three wrong tries. A supervisor unblocks.</source>
            <translation>输错三次，主管可以解锁</translation>
        </message>
        <message>
            <source>No PIN set</source>
            <translation>未设置密码</translation>
        </message>
        <message>
            <source>Set one under Card, F7</source>
            <translation>请按 F7 在“卡片”中设置</translation>
        </message>
        <message>
            <source>Membership not active</source>
            <translation>会员资格未生效</translation>
        </message>
        <message>
            <source>Waits for review</source>
            <translation>等待审核</translation>
        </message>
        <message>
            <source>Appeal open</source>
            <translation>有申诉在办</translation>
        </message>
        <message>
            <source>Answer is being prepared</source>
            <translation>正在答复</translation>
        </message>
        <message>
            <source>{tier} invitation waiting</source>
            <translation>{tier}邀请待答复</translation>
        </message>
        <message>
            <source>Ask the guest, then answer it under Card, F7</source>
            <translation>请询问客人，再按 F7 在“卡片”中答复</translation>
        </message>
        <message>
            <source>Birthday today</source>
            <translation>今天生日</translation>
        </message>
        <message>
            <source>{gift}, not yet given</source>
            <translation>{gift}，尚未领取</translation>
        </message>
        <message>
            <source>Points expire soon</source>
            <translation>积分即将到期</translation>
        </message>
        <message>
            <source>{points} on {on}</source>
            <translation>{on}到期 {points} 分</translation>
        </message>
    </context>
</TS>
