export function firstModules(entry: string): Set<string>
