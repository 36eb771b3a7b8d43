using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Storage.Files;

/// <summary>Storage in a directory of this machine.</summary>
public sealed class FileStorageOptions
{
    /// <summary>The directory; created if it is not there. Default: <c>alignzeg-data</c> in the working directory.</summary>
    [Required] public string Directory { get; set; } = "alignzeg-data";

    /// <summary>
    /// Wait until the disk itself has the bytes. Default: true. Without it, what was acknowledged survives the process but not a power cut.
    /// </summary>
    public bool FlushToDisk { get; set; } = true;
}

/// <summary>Checks <see cref="FileStorageOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class FileStorageOptionsValidator : IValidateOptions<FileStorageOptions>;
