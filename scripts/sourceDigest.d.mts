export declare function sourceDigest(): string
