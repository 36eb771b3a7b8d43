using System.Diagnostics;

namespace AlignZeg.Abstractions.Datasets;

/// <summary>Which blobs to import. Never writes its signature out: not in <see cref="ToString"/>, which logs and exceptions of calls contain.</summary>
/// <param name="Container">Address of a container of Azure Blob Storage, without a signature.</param>
/// <param name="Signature">The shared access signature that allows to list and read, without a question mark; empty = the container is public. A secret.</param>
/// <param name="Prefix">What the names of the blobs begin with; empty = all.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.import-request"), DebuggerDisplay("{ToString(),nq}")]
public sealed record ImportRequest(string Container, string Signature, string Prefix)
{
    /// <summary>Whether both ask for the same blobs; signatures are renewed and do not count.</summary>
    public bool AsksForTheSame(ImportRequest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Container == other.Container && Prefix == other.Prefix;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Container} '{Prefix}'";
}
