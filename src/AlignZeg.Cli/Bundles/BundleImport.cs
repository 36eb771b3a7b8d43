using System.Text.Json;
using System.Text.Json.Serialization;
using AlignZeg.Cli.Commands;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.San;

namespace AlignZeg.Cli.Bundles;

/// <summary>What <c>alignzeg model import</c> was asked for, and the work itself.</summary>
/// <param name="San">File of SAN's weights.</param> <param name="Clip">Folder or file of its CLIP.</param> <param name="Output">Folder to make.</param>
/// <param name="Name">Of the model, or null.</param> <param name="FormFile">JSON of a <see cref="SanForm"/>, or null.</param> <param name="SeenFile">Names of classes, or null.</param>
internal sealed record BundleImport(string San, string Clip, string Output, string? Name, string? FormFile, string? SeenFile)
{
    private static readonly JsonSerializerOptions FormJson = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Imports. The folder appears when it is whole.</summary>
    public int Run(bool json)
    {
        if (!File.Exists(San)) throw CommandException.BadInput($"There is no checkpoint '{San}'; give the file of a SAN, such as san_vit_b_16.pth.");
        if (File.Exists(Output) || Directory.Exists(Output)) throw CommandException.BadInput($"'{Output}' exists already; choose another --output, or delete it first.");
        var import = new SanImport(San, Clip, Name ?? Path.GetFileNameWithoutExtension(San)) { Form = ReadForm(), SeenClasses = ReadSeen() };
        string output = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Output)), unfinished = output + ".unfinished";
        try
        {
            import.Run(unfinished);
            Directory.Move(unfinished, output);
        }
        catch (ModelBundleException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }

        return BundlePage.Show(output, tensors: false, json);
    }

    private SanForm? ReadForm()
    {
        if (FormFile is null) return null;
        try
        {
            return JsonSerializer.Deserialize<SanForm>(File.ReadAllText(FormFile), FormJson) ?? throw new JsonException("it is empty");
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            throw CommandException.BadInput($"The form '{FormFile}' cannot be read: {exception.Message}", exception);
        }
    }

    private string[] ReadSeen()
    {
        if (SeenFile is null) return [];
        try
        {
            return [.. File.ReadAllLines(SeenFile).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (IOException exception)
        {
            throw CommandException.BadInput($"The list of seen classes '{SeenFile}' cannot be read: {exception.Message}", exception);
        }
    }
}
