using System.ComponentModel.DataAnnotations;
using System.Net;
using AlignZeg.Storage.Azure;
using AlignZeg.Storage.Files;
using Microsoft.Extensions.Configuration;

namespace AlignZeg.Grains.Hosting;

/// <summary>
/// The configuration of a cluster, the same file for its silos and its clients: sections <c>Cluster</c>, <c>Storage</c> (with <c>Directory</c> or <c>Azure</c>), and one per
/// options class of the grains (<c>Devices</c>, <c>Workers</c>, <c>Datasets</c>, <c>Imports</c>, <c>Exports</c>, <c>Shards</c>, <c>Jobs</c>, <c>Tenants</c>, <c>Webhooks</c>, <c>Images</c>), and for the HTTP API <c>Http</c>, <c>Uploads</c>, <c>Limits</c> and <c>Review</c>, and <c>Telemetry</c>.
/// </summary>
public sealed class ClusterConfiguration
{
    private static readonly string[] Known = ["Cluster", "Storage", "Devices", "Workers", "Datasets", "Imports", "Exports", "Shards", "Jobs", "Tenants", "Webhooks", "Images", "Http", "Uploads", "Review", "Limits", "Telemetry"];
    private readonly IConfiguration _source;
    private IPAddress? _address;

    /// <summary>Reads and checks what silos and clients share.</summary>
    /// <param name="source">The settings.</param>
    /// <param name="folder">Where a relative <see cref="StorageSettings.Directory"/> starts, full: that of the file, so that silos and clients meet from any working folder. Null: the working folder.</param>
    /// <exception cref="InvalidDataException">A key is unknown or a value impossible; says which.</exception>
    public ClusterConfiguration(IConfiguration source, string? folder = null)
    {
        _source = source ?? throw new ArgumentNullException(nameof(source));
        if (source.GetChildren().FirstOrDefault(section => !Known.Contains(section.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new InvalidDataException($"there is no section '{unknown.Key}'; the sections are {string.Join(", ", Known)}");
        Settings = Section<ClusterSettings>("Cluster");
        OwnAddress.Check(Settings.Address);
        if (Settings.Tls is { } tls)
        {
            Check("Cluster:Tls", tls);
            if (folder is not null) tls.StartAt(folder);
            Certificates = new(tls);
        }

        Storage = Section<StorageSettings>("Storage");
        if (folder is not null && Storage.Directory is { Length: > 0 } directory) Storage.Directory = Path.GetFullPath(directory, folder);
        if (Storage.Azure is { } azure) Check("Storage:Azure", azure);
        if (Storage.GrainState == GrainStatePlace.Redis && Settings.Redis is null)
            throw new InvalidDataException("Storage:GrainState is 'redis', but there is no Cluster:Redis; give its address, or leave the state of grains in 'blobs'");
    }

    /// <summary>How silos and clients meet.</summary>
    public ClusterSettings Settings { get; }

    /// <summary>Where everything is kept.</summary>
    public StorageSettings Storage { get; }

    /// <summary>The address under which others reach the silo; looked up at first use, by silos only.</summary>
    /// <exception cref="InvalidDataException">It is the name of no host, or this machine has no network.</exception>
    public IPAddress Address => _address ??= OwnAddress.Resolve(Settings.Address);

    /// <summary>Of <see cref="ClusterSettings.Tls"/>; null without it.</summary>
    internal TlsCertificates? Certificates { get; }

    /// <summary>Name of the silo: as configured, or of machine and port.</summary>
    public string SiloName => Settings.SiloName ?? $"{Environment.MachineName}-{Settings.SiloPort}";

    /// <summary>Sets options from a section; unknown keys are errors, values are checked by the options' own validator. A list that is configured takes the place of the default.</summary>
    /// <exception cref="InvalidDataException">A key is unknown or a value of another type.</exception>
    /// <exception cref="ArgumentException">No configuration may have that section: it is missing among the known ones.</exception>
    public void Bind(string section, object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Known.Contains(section)) throw new ArgumentException($"The section '{section}' is not among those that a configuration may have.", nameof(section));
        var values = _source.GetSection(section);
        SectionKeys.Check(values, options.GetType());
        SectionKeys.EmptyLists(values, options);
        try
        {
            values.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException($"section {section}: {exception.Message}", exception);
        }
    }

    private T Section<T>(string name)
        where T : new()
    {
        var value = new T();
        Bind(name, value);
        Check(name, value);
        return value;
    }

    private static void Check(string name, object value)
    {
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(value, new(value), problems, validateAllProperties: true))
            throw new InvalidDataException($"section {name}: {problems[0].ErrorMessage!.TrimEnd('.')}");
    }
}

/// <summary>Where blobs, logs and state are: in a directory that all silos see, or in Azure.</summary>
public sealed class StorageSettings : IValidatableObject
{
    /// <summary>A directory; for more than one machine, one that all of them share and that locks files. Relative to the configuration file. Default: none.</summary>
    public string? Directory { get; set; }

    /// <summary>See <see cref="FileStorageOptions.FlushToDisk"/>. Default: true.</summary>
    public bool FlushToDisk { get; set; } = true;

    /// <summary>A container of Azure Blob Storage. Default: none.</summary>
    public AzureStorageOptions? Azure { get; set; }

    /// <summary>Where the state of grains is: <c>blobs</c>, with everything else, or <c>redis</c>, the one of <see cref="ClusterSettings.Redis"/>, which has to be durable then. Default: <c>blobs</c>.</summary>
    public GrainStatePlace GrainState { get; set; } = GrainStatePlace.Blobs;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Directory is null == Azure is null) yield return new("give either Storage:Directory or Storage:Azure");
    }
}
