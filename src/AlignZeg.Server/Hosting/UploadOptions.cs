using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Hosting;

/// <summary>What may be uploaded. Section <c>Uploads</c> of a cluster's configuration.</summary>
public sealed class UploadOptions
{
    /// <summary>Largest image, in encoded bytes. Default: 64 MiB.</summary>
    [Range(1_024, 256 << 20)] public int MaxImageBytes { get; set; } = 64 << 20;

    /// <summary>Largest manifest, in bytes. Default: 256 MiB.</summary>
    [Range(1_024, 1 << 30)] public int MaxManifestBytes { get; set; } = 256 << 20;
}

/// <summary>Checks <see cref="UploadOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class UploadOptionsValidator : IValidateOptions<UploadOptions>;
