namespace AlignZeg.Storage.GrainState;

/// <summary>Names of the storage providers that grains ask for.</summary>
public static class GrainStorageNames
{
    /// <summary>Vocabularies and what was computed for them.</summary>
    public const string Vocabularies = "vocabularies";

    /// <summary>Datasets.</summary>
    public const string Datasets = "datasets";

    /// <summary>Models.</summary>
    public const string Models = "models";

    /// <summary>Jobs.</summary>
    public const string Jobs = "jobs";

    /// <summary>What a shard was opened with.</summary>
    public const string Shards = "shards";

    /// <summary>API keys of tenants, as hashes.</summary>
    public const string Access = "access";

    /// <summary>What tenants may use and have used.</summary>
    public const string Tenants = "tenants";

    /// <summary>Webhooks of tenants, and what they have to deliver.</summary>
    public const string Webhooks = "webhooks";

    internal static readonly string[] All = [Vocabularies, Datasets, Models, Jobs, Shards, Access, Tenants, Webhooks];
}
