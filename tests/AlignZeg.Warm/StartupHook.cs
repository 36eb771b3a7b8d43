using System.Reflection;
using System.Text.Json;
using AlignZeg.Warm;

/// <summary>Has a program run one command line after another: the runtime calls this before the program's own beginning (<c>DOTNET_STARTUP_HOOKS</c>), and wants it in no namespace.</summary>
#pragma warning disable MA0047 // the runtime looks for it there
internal static class StartupHook
#pragma warning restore MA0047
{
    /// <summary>Reads command lines from standard input, runs the program with each, answers with what it wrote and its exit code. Ends with the input.</summary>
    public static void Initialize()
    {
        var program = Assembly.GetEntryAssembly()!.EntryPoint!;
        using var questions = new StreamReader(Console.OpenStandardInput());
        using var answers = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        Console.SetIn(TextReader.Null); // the programs of other tests are given none either
        while (questions.ReadLine() is { } line)
        {
            using StringWriter output = new(), error = new();
            Console.SetOut(output);
            Console.SetError(error);
            int exitCode = (int)program.Invoke(null, [JsonSerializer.Deserialize<string[]>(line)!])!;
            answers.WriteLine(JsonSerializer.Serialize(new WarmAnswer(exitCode, output.ToString(), error.ToString())));
        }

        Environment.Exit(0);
    }
}
