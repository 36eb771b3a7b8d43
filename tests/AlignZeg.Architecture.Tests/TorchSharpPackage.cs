using System.Text.Json;

namespace AlignZeg.Architecture.Tests;

/// <summary>What the build starts from: TorchSharp's files as the package brought them.</summary>
internal static class TorchSharpPackage
{
    /// <summary>A file of the package, which lies where the build's record says.</summary>
    public static byte[] Read(params string[] path)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "src", "AlignZeg.Cli", "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var package = assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Single(library => library.Name.StartsWith("TorchSharp/", StringComparison.Ordinal)).Value.GetProperty("path").GetString()!;
        return File.ReadAllBytes(folders.Select(folder => Path.Combine([folder, package, .. path])).First(File.Exists));
    }
}
