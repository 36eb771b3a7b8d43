using AlignZeg.Datasets.Splits;

namespace AlignZeg.Cli.Splits;

/// <summary>What <c>alignzeg split</c> was asked for.</summary>
/// <param name="Inputs">Folders, files, patterns, manifests.</param> <param name="Split">The rule.</param> <param name="Seed">Of the rule, for the report.</param>
/// <param name="Manifests">True: a JSONL manifest per part; false: a list of names.</param> <param name="Output">Folder to make.</param> <param name="Json">Events for machines.</param>
internal sealed record SplitRequest(IReadOnlyList<string> Inputs, ContentSplit Split, long Seed, bool Manifests, string Output, bool Json);
