namespace AlignZeg.Abstractions.Blobs;

/// <summary>The storage cannot do what was asked: full, no permission, gone. The message says what, where, and what to do.</summary>
[GenerateSerializer, Alias("alignzeg.storage-exception")]
public sealed class StorageException : Exception
{
    /// <summary>Says what failed, where, and what to do.</summary>
    public StorageException(string message, StorageFault fault, Exception? inner = null) : base(message, PortableException.Of(inner)) => Fault = fault;

    /// <summary>The kind of failure.</summary>
    [Id(0)] public StorageFault Fault { get; }
}

/// <summary>Why the storage failed.</summary>
[GenerateSerializer, Alias("alignzeg.storage-fault")]
public enum StorageFault
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>No space is left.</summary>
    Full,

    /// <summary>This process may not write or read there.</summary>
    NoPermission,

    /// <summary>The stored bytes are not what was written.</summary>
    Damaged,

    /// <summary>It does not answer at present; the same call may succeed later.</summary>
    Unavailable,
}
