"""Joins modules to bundles: one request instead of one for each module.

A module that is imported by `import("./x.js")` begins a bundle of its own, which is loaded when it
is asked for; everything it needs is in it or in a bundle that was there before. Each module
stays a function with names of its own, so that bundles need no parser of JavaScript:

    export const { $dom, … } = (() => { const $dom = (() => { …; return { h, icon }; })(); … })();

The modules hold to what can be joined so: imports and exports by name, one statement each at the
beginning of a line, and no circles. JSON that is imported comes into the bundle, so browsers that
do not know such imports never see one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from api.assets.packing import PackingError, shorten

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+)";$', re.MULTILINE)
JSON_IMPORT = re.compile(
    r'^import ([\w$]+) from "\./([\w.-]+\.json)" with \{ type: "json" \};$', re.MULTILINE
)
LAZY_IMPORT = re.compile(r"""\bimport\(["`]\./([\w.-]+\.js)""")
EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const) ([\w$]+)", re.MULTILINE)
UNKNOWN = re.compile(r"^(?:import\b(?!\(|\.)|export\b).*", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    name: str
    imports: Mapping[str, str]  # which names, by module
    lazy: tuple[str, ...]
    exports: tuple[str, ...]
    body: str

    @classmethod
    def parse(cls, name: str, text: str) -> "Module":
        """Raise PackingError, with the line, at an import or export of another form."""
        imports = {module: " ".join(names.split()) for names, module in IMPORT.findall(text)}
        body = EXPORT.sub(r"\1 \2", IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text))
        if unknown := UNKNOWN.search(body):
            line = body.count("\n", 0, unknown.start()) + 1
            raise PackingError(
                f"{name}, line {line}: “{unknown[0]}” cannot be joined; write import {{ names }} "
                'from "./module.js"; or put export before a function, a class or a const'
            )
        shorten(name, body)  # in a bundle a fault has no longer the name and line of its module
        exports = tuple(exported for _, exported in EXPORT.findall(text))
        return cls(name, imports, tuple(LAZY_IMPORT.findall(text)), exports, body)

    @property
    def variable(self) -> str:
        return variable(self.name)

    def as_function(self) -> str:
        taken = "".join(
            f"const {{ {names.replace(' as ', ': ')} }} = {variable(module)};\n"
            for module, names in self.imports.items()
        )
        body = f"{taken}{self.body}\nreturn {{ {', '.join(self.exports)} }};"
        return f"const {self.variable} = (() => {{\n{body}\n}})();"


def variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def join(texts: Mapping[str, str], entry: str) -> dict[str, str]:
    """The bundles of `entry` and of all that is imported lazily, by the names of their modules.

    `texts` has modules and JSON by their names. Raise PackingError where one is missing or modules
    import each other in a circle.
    """
    modules = {
        name: Module.parse(name, _with_json(name, text, texts))
        for name, text in texts.items()
        if name.endswith(".js")
    }
    return Joining(modules).bundles(entry)


def imported_json(text: str) -> set[str]:
    """The names of the JSON files a module imports."""
    return {name for _, name in JSON_IMPORT.findall(text)}


def _with_json(module: str, text: str, texts: Mapping[str, str]) -> str:
    def constant(found: re.Match[str]) -> str:
        name, file = found.groups()
        if file not in texts:
            raise PackingError(f"{module} imports {file}, which is not there")
        return f"const {name} = {shorten(file, texts[file])};"

    return JSON_IMPORT.sub(constant, text)


class Joining:
    def __init__(self, modules: Mapping[str, Module]) -> None:
        self._modules = modules
        self._homes: dict[str, str] = {}  # the bundle a module is in
        self._needs: dict[str, set[str]] = {}  # the modules a bundle uses, its own and others

    def bundles(self, entry: str) -> dict[str, str]:
        entries = [entry]
        for each in entries:
            members = self._settle(each)
            lazy = [name for member in members for name in self._modules[member].lazy]
            entries += [name for name in dict.fromkeys(lazy) if name not in entries]
        return {each: self._text(each) for each in entries}

    def _settle(self, entry: str) -> list[str]:
        """What `entry` needs and no earlier bundle has comes into its bundle."""
        members = [name for name in self._in_order(entry, ()) if name not in self._homes]
        self._homes.update(dict.fromkeys(members, entry))
        used = {module for name in members for module in self._modules[name].imports}
        self._needs[entry] = used | {entry}
        return members

    def _in_order(self, name: str, importers: tuple[str, ...]) -> list[str]:
        """The module and all it imports, each after what it imports."""
        if name in importers:
            circle = " imports ".join((*importers[importers.index(name) :], name))
            raise PackingError(f"{circle}: modules in a circle cannot be joined")
        if name not in self._modules:
            raise PackingError(f"{' imports '.join((*importers, name))}, which is not there")
        needed = [
            each
            for module in self._modules[name].imports
            for each in self._in_order(module, (*importers, name))
        ]
        return list(dict.fromkeys([*needed, name]))

    def _text(self, entry: str) -> str:
        members = [name for name, home in self._homes.items() if home == entry]
        borrowed = sorted(self._needs[entry].difference(members))
        lent = ", ".join(variable(name) for name in members if self._is_lent(name))
        functions = "\n".join(self._modules[name].as_function() for name in members)
        exports = ", ".join(self._modules[entry].exports)
        return "\n".join(
            [
                *(f'import {{ {variable(m)} }} from "./{self._homes[m]}";' for m in borrowed),
                f"export const {{ {lent} }} = (() => {{\n{functions}\nreturn {{ {lent} }};\n}})();",
                f"export const {{ {exports} }} = {variable(entry)};",
            ]
        )

    def _is_lent(self, name: str) -> bool:
        home = self._homes[name]
        users = {entry for entry, needs in self._needs.items() if name in needs}
        return name == home or users != {home}
