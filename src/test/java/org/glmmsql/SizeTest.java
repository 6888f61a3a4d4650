package org.glmmsql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the numbers are made, a class and a method are small enough to say one thing. */
class SizeTest {
    private static final List<String> PACKAGES = List.of("likelihood", "fit", "optimize");
    private static final int CLASS = 400;
    private static final int METHOD = 60;

    private static final List<Part> FILES = new ArrayList<>();
    private static final List<Part> METHODS = new ArrayList<>();

    private record Part(String name, long lines) {}

    @BeforeAll
    static void read() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String name : PACKAGES)
            try (Stream<Path> files = Files.list(Path.of("src/main/java/org/glmmsql", name))) {
                files.forEach(sources::add);
            }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) read(unit, positions);
        }
    }

    private static void read(CompilationUnitTree unit, SourcePositions positions) {
        LineMap lines = unit.getLineMap();
        String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
        FILES.add(new Part(file, lines.getLineNumber(positions.getEndPosition(unit, unit))));
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void nothing) {
                long first = lines.getLineNumber(positions.getStartPosition(unit, method));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method));
                METHODS.add(new Part(file + " " + method.getName(), last - first + 1));
                return super.visitMethod(method, nothing);
            }
        }.scan(unit, null);
    }

    @Test
    void noClassHasMoreThanFourHundredLines() {
        assertThat(FILES).hasSizeGreaterThan(50).allMatch(file -> file.lines() <= CLASS, "at most " + CLASS + " lines");
    }

    @Test
    void noMethodHasMoreThanSixtyLines() {
        assertThat(METHODS)
                .hasSizeGreaterThan(500)
                .allMatch(method -> method.lines() <= METHOD, "at most " + METHOD + " lines");
    }
}
