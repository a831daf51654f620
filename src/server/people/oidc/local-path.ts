// Where a browser is sent after signing in: a page of this server, whatever the link said.
const LENGTH_MAX = 500;
const HOME = '/';

/** A link from elsewhere may ask for any place; only the path of a page here is taken. */
export function localPath(wanted: string | null): string {
  if (wanted === null || wanted.length > LENGTH_MAX) return HOME;
  // Browsers read backslashes as slashes and drop tabs and line ends: then //evil would be another host.
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted)) return HOME;
  const url = new URL(wanted, 'http://here.invalid');
  // Segments of dots go away here, and what is left may begin with two slashes.
  const isPage = url.host === 'here.invalid' && !/^\/(\/|(api|auth)(\/|$))/.test(url.pathname);
  return isPage ? `${url.pathname}${url.search}${url.hash}` : HOME;
}
