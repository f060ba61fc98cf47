import * as account from './en/account.ts'
import * as admin from './en/admin.ts'
import * as call from './en/call.ts'
import * as callMedia from './en/call-media.ts'
import * as callNetwork from './en/call-network.ts'
import * as callSdp from './en/call-sdp.ts'
import * as calls from './en/calls.ts'
import * as organization from './en/organization.ts'
import * as overview from './en/overview.ts'
import * as participants from './en/participants.ts'
import * as records from './en/records.ts'
import * as settings from './en/settings.ts'
import * as shared from './en/shared.ts'
import * as shell from './en/shell.ts'
import * as signIn from './en/sign-in.ts'
import * as thresholds from './en/thresholds.ts'
import * as welcome from './en/welcome.ts'

/** Plain technical English, a file for each page. A value with blanks to fill is a function. */
export const en = {
  locale: 'en-GB',
  product: 'PeerMetrics',
  ...shared,
  ...shell,
  ...signIn,
  ...calls,
  ...overview,
  ...call,
  ...callMedia,
  ...callSdp,
  ...callNetwork,
  ...participants,
  ...settings,
  ...thresholds,
  ...account,
  ...admin,
  ...records,
  ...organization,
  ...welcome,
}
