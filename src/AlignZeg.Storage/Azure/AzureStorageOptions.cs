using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Storage.Azure;

/// <summary>Storage in a container of Azure Blob Storage. Either <see cref="ConnectionString"/> or <see cref="ContainerUri"/> is given.</summary>
public sealed class AzureStorageOptions : IValidatableObject
{
    /// <summary>Connection string of the storage account, with its key or a signature. Default: none.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Name of the container in the account of <see cref="ConnectionString"/>; created if it is not there. Default: <c>alignzeg</c>.</summary>
    [RegularExpression("^[a-z0-9](-?[a-z0-9]){2,62}$", ErrorMessage = "A container's name is 3 to 63 lower-case letters, digits and single hyphens.")]
    public string Container { get; set; } = "alignzeg";

    /// <summary>
    /// Address of the container, <c>https://ACCOUNT.blob.core.windows.net/CONTAINER</c>: with a shared access signature behind it, or without, and then the process's own
    /// identity is used (managed identity, environment, command line of Azure). Default: none.
    /// </summary>
    public Uri? ContainerUri { get; set; }

    /// <summary>How long one attempt of a call may take. Default: 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Repetitions of a call that the service refused or did not answer, with growing pauses of 0.4 s up to 5 s. Default: 6, about 20 s in all.</summary>
    [Range(0, 100)] public int MaxRetries { get; set; } = 6;

    /// <summary>Links to the storage itself. Default: see there.</summary>
    [ValidateObjectMembers] public AzureLinkOptions Links { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConnectionString is null == ContainerUri is null)
            yield return new("Azure storage needs either ConnectionString or ContainerUri.", [nameof(ConnectionString), nameof(ContainerUri)]);
    }
}

/// <summary>Checks <see cref="AzureStorageOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class AzureStorageOptionsValidator : IValidateOptions<AzureStorageOptions>;
