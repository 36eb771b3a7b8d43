using Microsoft.AspNetCore.Http.Metadata;

namespace AlignZeg.Server.Hosting;

/// <summary>The largest body that a route takes, in place of the server's limit.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
