namespace AlignZeg.Abstractions.Access;

/// <summary>What an API key lets its holder do.</summary>
[Flags, GenerateSerializer, Alias("alignzeg.access-scopes")]
public enum AccessScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Look at everything of the key's tenant.</summary>
    Read = 1,

    /// <summary>Publish, upload, and run jobs for the key's tenant.</summary>
    Label = 2,

    /// <summary>Manage keys of all tenants, and models. Only keys of <see cref="ApiKey.Operator"/> can have it.</summary>
    Admin = 4,
}
