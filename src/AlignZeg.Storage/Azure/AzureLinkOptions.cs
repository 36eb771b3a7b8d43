using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Storage.Azure;

/// <summary>Links past us, to the storage itself; see <see cref="AzureBlobLinks"/>.</summary>
public sealed class AzureLinkOptions : IValidatableObject
{
    /// <summary>Whether files are read from the storage itself; false = they pass through us, as where callers cannot reach the storage. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long such a link is valid, from its use on: reading has to begin within it, and may last longer. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Scheme, host and port where callers reach the storage, if it is another than ours, <c>https://blobs.example.com</c>. Default: none, the same.</summary>
    public Uri? PublicAddress { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicAddress is { } address && !(address is { IsAbsoluteUri: true, Scheme: "http" or "https", PathAndQuery: "/" }))
            yield return new($"The public address of the storage is scheme, host and port, https://blobs.example.com, and not '{address}'.", [nameof(PublicAddress)]);
    }
}

/// <summary>Checks <see cref="AzureLinkOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class AzureLinkOptionsValidator : IValidateOptions<AzureLinkOptions>;
