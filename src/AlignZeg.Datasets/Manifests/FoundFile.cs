namespace AlignZeg.Datasets.Manifests;

/// <summary>A file before names are made unique.</summary>
/// <param name="Name">Relative to the input it was found by.</param>
/// <param name="Folder">Name of the folder that the input stands for; tells files of equal name apart.</param>
/// <param name="Path">Absolute.</param>
internal readonly record struct FoundFile(string Name, string Folder, string Path);
