/** The sign of the product; the icon of the page is the same. */
export const Brand = () => (
  <svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
    <rect width="16" height="16" rx="3.5" fill="#1f6feb" />
    <path
      d="M3 10h2l1.5-5 2.5 7 1.6-4H13"
      fill="none"
      stroke="#fff"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
)
