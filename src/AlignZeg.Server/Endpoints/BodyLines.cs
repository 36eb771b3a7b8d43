using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Endpoints;

/// <summary>Bodies that are read line by line.</summary>
internal static class BodyLines
{
    private const int LongestLine = 1 << 20, PieceBytes = 64 << 10;

    /// <summary>The lines that are not empty, with their numbers from 1; one is in memory.</summary>
    /// <param name="request">Whose body.</param> <param name="maxBytes">Most bytes of it; also of one that was packed.</param> <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="BadHttpRequestException">It is larger: 413, before it is read where its length is announced. Or a line is longer than 1 MiB.</exception>
    public static async IAsyncEnumerable<(int Number, byte[] Line)> ReadAsync(HttpRequest request, long maxBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes) throw Bodies.TooLarge();
        var pipe = PipeReader.Create(request.Body, new(bufferSize: PieceBytes, leaveOpen: true));
        for (var (number, passed, isOver) = (0, 0L, false); !isOver;)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var (rest, length) = (read.Buffer, read.Buffer.Length);
            if (passed + length > maxBytes) throw Bodies.TooLarge();
            isOver = read.IsCompleted;
            while (Cut(ref rest, isOver) is { } line)
            {
                number++;
                if (!line.AsSpan().Trim(" \r\t"u8).IsEmpty) yield return (number, line);
            }

            if (rest.Length > LongestLine) throw new BadHttpRequestException($"Line {number + 1} of the body has more than {LongestLine} bytes; write one image in a line.");
            passed += length - rest.Length;
            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    // The last line needs no end.
    private static byte[]? Cut(ref ReadOnlySequence<byte> rest, bool isOver)
    {
        if (rest.PositionOf((byte)'\n') is not { } end)
        {
            if (!isOver || rest.IsEmpty) return null;
            end = rest.End;
        }

        byte[] line = rest.Slice(0, end).ToArray();
        rest = end.Equals(rest.End) ? rest.Slice(rest.End) : rest.Slice(rest.GetPosition(1, end));
        return line;
    }
}
