namespace AlignZeg.Cli.Provenance;

/// <summary>What <c>alignzeg verify</c> was asked for.</summary>
/// <param name="Folder">Output folder of a job.</param> <param name="Share">Of the images, 0..1.</param> <param name="Seed">Of the choice.</param>
/// <param name="Images">Where the images are; none: where the job had them.</param> <param name="Model">The model; null: the one the job had.</param> <param name="Json">Events for machines.</param>
internal sealed record VerifyRequest(string Folder, double Share, long Seed, IReadOnlyList<string> Images, string? Model, bool Json);
