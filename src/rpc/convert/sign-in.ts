import { create } from '@bufbuild/protobuf'
import { SignInSessionSchema } from '../../../gen/peermetrics/admin/v1/account_service_pb.js'
import type { OwnSignIn } from '../../services/admin/own-account.ts'
import { instantField } from './fields.ts'

export const signInMessage = ({ signIn, isCurrent }: OwnSignIn) =>
  create(SignInSessionSchema, {
    id: signIn.id,
    current: isCurrent,
    createTime: instantField(signIn.createdAt),
    expireTime: instantField(signIn.expiresAt),
  })
