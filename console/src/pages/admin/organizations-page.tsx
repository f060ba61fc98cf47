import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { Table } from '../../design/table/table.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { failureOf, failureText } from '../../rpc/failure.ts'
import { useCreateOrganization, useOrganizations } from '../../rpc/organizations.ts'
import { text } from '../../text/text.ts'

/** All organizations of the server. */
export function OrganizationsPage() {
  useTitle(text.admin.organizations)
  const { data: organizations, error, refetch } = useOrganizations()
  const [name, setName] = useState('')
  const create = useCreateOrganization()
  if (error && !organizations) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!organizations) return <Skeleton rows={6} />
  return (
    <>
      <h1>{text.admin.organizations}</h1>
      <Table label={text.admin.organizations} columns={[{ label: text.organization.name }, { label: text.admin.id }]}>
        {organizations.map(organization => (
          <tr key={organization.id}>
            <th scope="row">
              <Link to="/organization/$organizationId" params={{ organizationId: organization.id }}>
                <bdi>{organization.name}</bdi>
              </Link>
            </th>
            <td>
              <code>{organization.id}</code>
            </td>
          </tr>
        ))}
      </Table>
      <Card title={text.admin.newOrganization}>
        <Form
          action={text.admin.create}
          isReady={name.trim() !== ''}
          isBusy={create.isPending}
          failure={failureText(create.error)}
          onSubmit={() => create.mutate({ name: name.trim() }, { onSuccess: () => setName('') })}
        >
          <Field label={text.organization.name}>
            <input
              className={field.input}
              value={name}
              maxLength={64}
              onChange={event => setName(event.target.value)}
            />
          </Field>
        </Form>
      </Card>
    </>
  )
}
